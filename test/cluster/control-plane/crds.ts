import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../../src/model/manifests/manifest';
import type { Setup } from './control-plane';

/** The custom resource definitions of everything we render, and Argo's own. */
export async function installCrds({ client, binaries, processes }: Setup): Promise<void> {
  const documents = readdirSync(binaries.crds).flatMap((file) => {
    return parseAllDocuments(readFileSync(join(binaries.crds, file), 'utf8')).map(
      (document) => document.toJS() as Manifest,
    );
  });
  const crds = documents.filter((document) => document?.kind === 'CustomResourceDefinition');
  await Promise.all(crds.map((crd) => client.apply(withoutStatus(crd), { force: true })));
  await processes.ready('kube-apiserver', async () => {
    const live = await client.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    const waiting = live.filter(
      ({ status }) =>
        !status?.conditions?.some(
          (one: { type: string; status: string }) => one.type === 'Established' && one.status === 'True',
        ),
    );
    if (live.length < crds.length || waiting.length > 0) throw new Error('definitions are not established');
  });
}

/** Some files carry an empty status, which a strict server refuses to apply. */
function withoutStatus(crd: Manifest): object {
  const { status: _, ...rest } = crd;
  return rest;
}
