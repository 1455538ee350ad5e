/** What the path of a container's log says of where its lines come from. */
export interface PathOrigin {
  /** Name of the container, null when the path tells only its id. */
  readonly service: string | null;
  /** OpenTelemetry resource attributes, by name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Generations rotated by the container runtime or by logrotate keep the name in front. */
const ROTATED = String.raw`(?:[.-][\w.-]+)?$`;
// /var/log/pods/<namespace>_<pod>_<uid>/<container>/<restarts>.log
const POD = new RegExp(
  String.raw`(?:^|/)(pods/)?([a-z0-9-]+)_([a-z0-9.-]+)_([0-9a-f-]{32,36}|[^/_]+)/([^/]+)/(\d+)\.log${ROTATED}`,
);
// /var/log/containers/<pod>_<namespace>_<container>-<id>.log
const CONTAINER = new RegExp(
  String.raw`(?:^|/)([a-z0-9.-]+)_([a-z0-9-]+)_([a-zA-Z0-9.-]+)-([0-9a-f]{64})\.log${ROTATED}`,
);
// /var/lib/docker/containers/<id>/<id>-json.log
const DOCKER = new RegExp(String.raw`(?:^|/)([0-9a-f]{64})-json\.log${ROTATED}`);
const UID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/;

/**
 * Reads the paths that Kubernetes and docker give to logs, also below another folder or inside an archive.
 * @param path With `/` or `\` between its parts, at most a few thousand characters. @returns null for any other path.
 */
export function readPathOrigin(path: string): PathOrigin | null {
  const slashed = path.replaceAll('\\', '/');
  return readPod(slashed) ?? readContainer(slashed) ?? readDocker(slashed);
}

function readPod(path: string): PathOrigin | null {
  const found = POD.exec(path);
  if (found === null) return null;
  const [, folder, namespace, pod, uid, container, restarts] = found as unknown as string[];
  // Without the folder above it only a real uid tells such a path from others.
  if (folder === undefined && !UID.test(uid as string)) return null;
  return {
    service: container as string,
    attributes: {
      'k8s.namespace.name': namespace as string,
      'k8s.pod.name': pod as string,
      'k8s.pod.uid': uid as string,
      'k8s.container.name': container as string,
      'k8s.container.restart_count': restarts as string,
    },
  };
}

function readContainer(path: string): PathOrigin | null {
  const found = CONTAINER.exec(path);
  if (found === null) return null;
  const [, pod, namespace, container, id] = found as unknown as string[];
  return {
    service: container as string,
    attributes: {
      'k8s.namespace.name': namespace as string,
      'k8s.pod.name': pod as string,
      'k8s.container.name': container as string,
      'container.id': id as string,
    },
  };
}

function readDocker(path: string): PathOrigin | null {
  const id = DOCKER.exec(path)?.[1];
  return id === undefined ? null : { service: null, attributes: { 'container.id': id } };
}
