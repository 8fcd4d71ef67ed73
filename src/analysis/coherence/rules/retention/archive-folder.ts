import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { SweepJob } from '../../../cluster/retention/sweep-jobs';
import type { Violation } from '../../../findings/finding';

/** Volumes that live no longer than their pod, and those that nobody can write to. */
const passing = ['emptyDir', 'ephemeral'];
const fixed = ['configMap', 'secret', 'downwardAPI', 'projected', 'image'];

/** An archive in a folder that goes with the pod: what is verified, and deleted for it, is lost a moment later. */
export function passingFolder({ object, source, pod, container, mode }: SweepJob): Violation | undefined {
  const { directory = '' } = source.policy.archive ?? {};
  if (directory === '' || isPlaceholder(directory)) return undefined;
  const mounts = container.get('volumeMounts').items;
  if (mounts.some((mount) => isPlaceholder(mount.get('mountPath').value))) return undefined;
  const mount = mounts
    .filter((one) => isBelow(directory, one.get('mountPath').text))
    .sort((a, b) => (b.get('mountPath').text ?? '').length - (a.get('mountPath').text ?? '').length)[0];
  const found = mount ? onVolume(mount, pod.spec) : onRoot(container);
  if (!found) return undefined;
  const place = directory.startsWith('/') ? directory : 'an absolute folder, e.g. /archive, and name that';
  const { fix = `mount a PersistentVolumeClaim at ${place}` } = found;
  return {
    ...(mode !== 'delete' && { severity: 'warning' }),
    at: [found.field, source.text],
    message: `${object.title} archives to ${directory}, which is ${found.what}: ${
      found.isLost
        ? 'the archive goes with the pod, after the objects were deleted for it'
        : 'nothing can be written there, and what is not archived is never deleted'
    }`,
    fix: `${fix}, or archive to a bucket: archive.s3`,
  };
}

interface Whereabouts {
  readonly field: Field;
  readonly what: string;
  /** Whether it can be written to at all. */
  readonly isLost: boolean;
  /** @default - a volume of its own */
  readonly fix?: string;
}

function onVolume(mount: Field, spec: Field): Whereabouts | undefined {
  const name = mount.get('name').text;
  const volume = spec.get('volumes').items.find((one) => one.get('name').text === name);
  if (!volume) return undefined;
  const claim = volume.get('persistentVolumeClaim');
  const readOnly = [mount.get('readOnly'), claim.get('readOnly')].find(({ flag }) => flag === true);
  if (claim.exists && readOnly) {
    return {
      field: readOnly,
      what: `on volume "${name}", which is mounted to be read only`,
      isLost: false,
      fix: 'leave readOnly out',
    };
  }
  const type = [...passing, ...fixed].find((one) => volume.get(one).exists);
  if (type === undefined) return undefined;
  return { field: volume, what: `on the ${type} volume "${name}" of its pod`, isLost: passing.includes(type) };
}

function onRoot(container: Field): Whereabouts {
  const isReadOnly = container.get('securityContext', 'readOnlyRootFilesystem').flag === true;
  const what = isReadOnly ? 'on the read-only root of its container' : 'in the file system of its container';
  return { field: container.get('volumeMounts'), what, isLost: !isReadOnly };
}

function isBelow(directory: string, mountPath: string | undefined): boolean {
  if (mountPath === undefined) return false;
  const folder = mountPath.replace(/\/+$/, '');
  return directory === folder || directory.startsWith(`${folder}/`);
}
