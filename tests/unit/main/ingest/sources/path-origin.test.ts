import { describe, expect, it } from 'vitest';
import { readPathOrigin } from '../../../../../src-main/ingest/sources/path-origin.ts';

const ID = 'ab'.repeat(32);
const UID = '0f3c1a52-9d1e-4a53-8a2f-6a1f0c9b7d11';
const pod = {
  service: 'api',
  attributes: {
    'k8s.namespace.name': 'shop',
    'k8s.pod.name': 'api-6d9f7c5b8-x2x4z',
    'k8s.pod.uid': UID,
    'k8s.container.name': 'api',
    'k8s.container.restart_count': '3',
  },
};

describe('readPathOrigin', () => {
  it.each([
    `/var/log/pods/shop_api-6d9f7c5b8-x2x4z_${UID}/api/3.log`,
    `/var/log/pods/shop_api-6d9f7c5b8-x2x4z_${UID}/api/3.log.20240301-101010.gz`,
    `bundle/node-1/shop_api-6d9f7c5b8-x2x4z_${UID}/api/3.log`,
    `C:\\dump\\pods\\shop_api-6d9f7c5b8-x2x4z_${UID}\\api\\3.log`,
  ])('reads the pod, namespace and container of %s', (path) => {
    expect(readPathOrigin(path)).toEqual(pod);
  });

  it('takes the hash of a static pod for its uid below the folder of pods', () => {
    const path = '/var/log/pods/kube-system_etcd-node1_9a1c/etcd/0.log';
    expect(readPathOrigin(path)?.attributes['k8s.pod.uid']).toBe('9a1c');
  });

  it('reads the links the kubelet makes for containers', () => {
    expect(readPathOrigin(`/var/log/containers/api-0_shop_side-car-${ID}.log`)).toEqual({
      service: 'side-car',
      attributes: {
        'k8s.namespace.name': 'shop',
        'k8s.pod.name': 'api-0',
        'k8s.container.name': 'side-car',
        'container.id': ID,
      },
    });
  });

  it('reads the id of a docker container', () => {
    for (const name of [`${ID}-json.log`, `${ID}-json.log.1`]) {
      expect(readPathOrigin(`/var/lib/docker/containers/${ID}/${name}`)).toEqual({
        service: null,
        attributes: { 'container.id': ID },
      });
    }
  });

  it.each(['/var/log/app.log', 'a_b_c/d/1.log', 'logs/app_1_x-json.log', '/var/log/pods/README', ''])(
    'finds nothing in %s',
    (path) => {
      expect(readPathOrigin(path)).toBeNull();
    },
  );
});
