import { type Command, Option } from 'commander';
import type { LiveObject } from '../../model/manifests/live-object';
import type { Manifest } from '../../model/manifests/manifest';
import { writeYaml } from '../../model/manifests/yaml-writer';
import { resourceOf } from '../../model/policy/effective-policy';
import { type KubeFlags, kubeAccess } from '../kube-access';
import { writeOutput } from '../output-file';
import { addKubeOptions } from '../sweep';
import type { Terminal } from '../terminal';
import { UsageError } from '../usage-error';
import { type ArchiveFlags, addArchiveOptions, archiveOf } from './archive-flags';
import { keyOf } from './entry';

type RestoreFlags = ArchiveFlags &
  KubeFlags & { readonly create?: true; readonly output?: string; readonly plural?: string };

/** `steward archive restore`: the manifest of an archived object, or the object itself, suspended. */
export function addRestore(archive: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = archive
    .command('restore')
    .description('writes the manifest that an archived object was made from')
    .argument('<object>', 'its key, or namespace/kind/name for the one that ended last')
    .option('--output <file>', 'write it there instead of standard output')
    .addOption(
      new Option(
        '--create',
        'create it in the cluster, suspended: it does nothing until somebody resumes it',
      ).conflicts('output'),
    )
    .option('--plural <name>', 'name of its kind in REST paths, where the kind is not known');
  addArchiveOptions(addKubeOptions(command)).action(async (named: string, flags: RestoreFlags) => {
    const opened = archiveOf(flags);
    const object = await opened.show(await keyOf(opened, named));
    const manifest = restored(object, flags.create === true);
    if (flags.create) terminal.err(`created ${await create(manifest, flags)}\n`);
    else if (flags.output !== undefined) writeOutput(flags.output, writeYaml(manifest));
    else terminal.out(writeYaml(manifest));
    exit(0);
  });
}

function restored(object: LiveObject, suspended: boolean): Manifest {
  const { restoredManifest } =
    require('../../runtime/store/archive/restore') as typeof import('../../runtime/store/archive/restore');
  const result = restoredManifest(object, { suspended });
  if ('refusal' in result) throw new UsageError([result.refusal]);
  return result.manifest;
}

async function create(manifest: Manifest, flags: RestoreFlags): Promise<string> {
  const { ApiClient } = require('../../runtime/api/api-client') as typeof import('../../runtime/api/api-client');
  const { ApiError } = require('../../runtime/api/api-error') as typeof import('../../runtime/api/api-error');
  const { pathOf } = require('../../runtime/api/paths') as typeof import('../../runtime/api/paths');
  const { apiVersion, kind, metadata } = manifest;
  const client = new ApiClient(await kubeAccess(flags));
  try {
    const path = pathOf(resourceOf({ apiVersion, kind, plural: flags.plural }), metadata.namespace);
    await client.call('POST', path, { body: manifest, query: { fieldManager: 'cdk8s-steward' } });
    return `${kind} ${metadata.namespace}/${metadata.name}, suspended`;
  } catch (error) {
    if (error instanceof ApiError) throw new UsageError([`${kind} ${metadata.name} is not created: ${error.message}`]);
    throw error;
  } finally {
    client.close();
  }
}
