import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { readYaml } from '../model/manifests/yaml-reader';
import { reason } from '../runtime/failure';
import { packageFolder, packageVersion } from './package-info';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

const entry = 'src/runtime/sweep/main.ts';
const key = 'sweep.js.gz';

/** A program that is held against the package's own. */
interface Compared {
  /** Where it is from. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** `steward verify-bundle`: whether the program that is shipped is the one that the source makes. */
export function addVerifyBundleCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('verify-bundle')
    .description('compares the program of this package with manifests that hold it and, in a checkout, with its source')
    .argument('[manifest...]', 'files with ConfigMaps that hold the program')
    .option('--extract <file>', 'write the program there, e.g. for an image of its own')
    .addHelpText('after', '\nExit codes: 0 all are the same, 1 one differs, 2 wrong usage')
    .action(async (manifests: readonly string[], { extract }: { extract?: string }) => {
      const shipped = gunzipSync(readFileSync(join(packageFolder, 'bundles', key)));
      const compared = manifests.flatMap(bundlesIn);
      if (existsSync(join(packageFolder, entry)))
        compared.push({ name: `rebuilt from ${entry}`, bytes: await rebuilt() });
      else terminal.err(`no source to rebuild it from, ${entry} is in a checkout only\n`);
      terminal.out(`${sha256(shipped)}  the program of cdk8s-steward ${packageVersion()}\n`);
      for (const one of compared) terminal.out(`${sha256(one.bytes)}  ${one.name}${difference(shipped, one.bytes)}\n`);
      if (extract !== undefined) write(extract, shipped);
      exit(compared.every(({ bytes }) => shipped.equals(bytes)) ? 0 : 1);
    });
}

/** Where they part: who looks for the reason begins there. */
function difference(shipped: Buffer, other: Buffer): string {
  if (shipped.equals(other)) return ': the same';
  const at = shipped.findIndex((byte, index) => byte !== other[index]);
  return `: differs from byte ${at < 0 ? shipped.length : at} on (${other.length} bytes, not ${shipped.length})`;
}

/** @throws UsageError for a file that holds none, and for a program that cannot be unpacked */
function bundlesIn(file: string): Compared[] {
  const found = readYaml(read(file), file).manifests.flatMap(({ manifest }) => {
    const packed = (manifest['binaryData'] as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (typeof packed !== 'string') return [];
    try {
      const bytes = gunzipSync(Buffer.from(packed, 'base64'));
      return [{ name: `${file}, ConfigMap ${manifest.metadata.name}`, bytes }];
    } catch (error) {
      throw new UsageError([`${file}: ${key} of ConfigMap ${manifest.metadata.name} is damaged: ${reason(error)}`]);
    }
  });
  if (found.length === 0) throw new UsageError([`${file} holds no program: no ConfigMap with ${key} in binaryData`]);
  return found;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError([`${file} cannot be read: ${reason(error)}`]);
  }
}

function write(file: string, program: Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, program);
  } catch (error) {
    throw new UsageError([`${file} cannot be written: ${reason(error)}`]);
  }
}

async function rebuilt(): Promise<Buffer> {
  const script = pathToFileURL(join(packageFolder, 'scripts', 'bundle.mjs')).href;
  const { bundled } = (await import(script)) as { bundled: (entry: string) => Promise<Buffer> };
  try {
    return await bundled(entry);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const remedy = isMissing ? 'esbuild is not installed: run npm ci' : reason(error);
    throw new UsageError([`the program cannot be rebuilt: ${remedy}`]);
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
