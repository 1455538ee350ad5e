import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

echarts.use([CustomChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

interface EchartProps {
  readonly option: EChartsCoreOption;
  readonly width: number;
  readonly height: number;
}

/** Hosts one echarts canvas; the option is replaced as a whole, without animation. Decorative: give it a text twin. */
export function Echart(props: EchartProps) {
  const { option, width, height } = props;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof echarts.init> | null>(null);
  useEffect(() => {
    if (host.current === null) return;
    const created = echarts.init(host.current, null, { renderer: 'canvas', width, height });
    chart.current = created;
    return () => {
      created.dispose();
      chart.current = null;
    };
    // Size is followed by the next effect; creating the chart once is the point.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useEffect(() => chart.current?.resize({ width, height, silent: true }), [width, height]);
  useEffect(() => chart.current?.setOption(option, { notMerge: true, lazyUpdate: false }), [option]);
  return <div ref={host} aria-hidden style={{ width, height }} />;
}
