/** Style of the HTML report: light and dark, readable on paper. Its hash is in the page's own policy. */
export const REPORT_STYLE = `:root{color-scheme:light dark;--ink:#1c1f24;--quiet:#5c636e;--page:#fff;--card:#f6f7f9;--line:#d9dde3;--anomaly:#b4236b}
@media (prefers-color-scheme:dark){:root{--ink:#e4e6ea;--quiet:#9aa2ae;--page:#16181c;--card:#1e2126;--line:#343941;--anomaly:#ff77b0}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:14px/1.5 system-ui,sans-serif}
main{max-width:1100px;margin:0 auto;padding:24px}h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:32px 0 8px}
h3{font-size:14px;margin:0 0 4px}.quiet{color:var(--quiet);margin:0 0 8px}
article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--anomaly);border-radius:4px;padding:12px 16px;margin:0 0 12px;break-inside:avoid}
.chips{margin:4px 0}.chips span{display:inline-block;border:1px solid var(--line);border-radius:10px;padding:0 8px;margin:0 4px 4px 0;font-size:12px}
.chips .yes{border-color:var(--anomaly);color:var(--anomaly)}.chips .no{color:var(--quiet)}
table{border-collapse:collapse;width:100%;margin:8px 0;font-size:12px}th,td{text-align:left;vertical-align:top;padding:3px 8px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--quiet);font-weight:600}caption{text-align:left;color:var(--quiet);font-weight:600;padding:3px 8px}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code,pre{font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
pre{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:8px 12px}.where{color:var(--quiet);width:24%}
.account{font-variant-numeric:tabular-nums}summary{cursor:pointer}meter{width:80px}
.timeline{width:100%;height:auto;display:block}.timeline text{font-size:11px;fill:var(--quiet)}.band{fill:var(--anomaly);opacity:.45}.during{fill:var(--anomaly);opacity:.1}
.s0{fill:#a9b0ba}.s1{fill:#c3cad3}.s2{fill:#8fb3d9}.s3{fill:#5a8fc8}.s4{fill:#e0a526}.s5{fill:#d2601a}.s6{fill:#8c1d18}
`;
