import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { readYaml } from '../model/manifests/yaml-reader';
import { packageFolder } from './package-info';
import type { Terminal } from './terminal';
import { reason, UsageError } from './usage-error';

const entry = 'src/runtime/sweep/main.ts';

/** `steward verify-bundle`: whether the program that is shipped is the one that the source makes. */
export function addVerifyBundleCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('verify-bundle')
    .description('rebuilds the program that is shipped into clusters, and compares; needs a checkout of the source')
    .argument('[manifest...]', 'ConfigMaps that hold a bundle, to compare too')
    .option('--extract <file>', 'write the program there, e.g. for an image of its own')
    .addHelpText('after', '\nExit codes: 0 all are the same, 1 one differs, 2 wrong usage')
    .action(async (manifests: readonly string[], { extract }: { extract?: string }) => {
      const shipped = gunzipSync(readFileSync(join(packageFolder, 'bundles', 'sweep.js.gz')));
      const compared: [string, Buffer][] = manifests.map((file) => [file, bundleIn(file)]);
      const source = join(packageFolder, entry);
      if (existsSync(source)) compared.push(['the source', await rebuilt()]);
      else terminal.err(`the source is not here (${entry}): only what is shipped is compared\n`);
      const expected = sha256(shipped);
      terminal.out(`${expected}  the package's bundle\n`);
      for (const [name, bytes] of compared) {
        terminal.out(`${sha256(bytes)}  ${name}${shipped.equals(bytes) ? '' : ': differs'}\n`);
      }
      if (extract !== undefined) {
        mkdirSync(dirname(extract), { recursive: true });
        writeFileSync(extract, shipped);
      }
      exit(compared.every(([, bytes]) => shipped.equals(bytes)) ? 0 : 1);
    });
}

/** @throws UsageError for a file that holds none */
function bundleIn(file: string): Buffer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError([`${file} cannot be read: ${reason(error)}`]);
  }
  for (const { manifest } of readYaml(text, file).manifests) {
    const { 'sweep.js.gz': packed } = (manifest['binaryData'] ?? {}) as Readonly<Record<string, string>>;
    if (packed !== undefined) return gunzipSync(Buffer.from(packed, 'base64'));
  }
  throw new UsageError([`${file} holds no bundle: no ConfigMap with sweep.js.gz in binaryData`]);
}

async function rebuilt(): Promise<Buffer> {
  const script = join(packageFolder, 'scripts', 'bundle.mjs');
  const { bundled } = (await import(script)) as { bundled: (entry: string) => Promise<Buffer> };
  try {
    return await bundled(entry);
  } catch (error) {
    throw new UsageError([`the source cannot be bundled: ${reason(error)}; npm ci installs what it needs`]);
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
