import { createGzip, gunzipSync, gzipSync } from 'node:zlib';

/** What anything in the archive may unfold to; more would not fit the memory that the program has. */
const longest = 128 * 2 ** 20;
const options = { level: 6 } as const;

/** The same bytes for the same content, on every system. */
export function gzip(content: Buffer | string): Buffer {
  return withoutSystem(gzipSync(content, options));
}

/** Compresses what comes bit by bit, and holds the compressed bytes only. */
export async function gzipChunks(chunks: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const packer = createGzip(options);
  const packed: Buffer[] = [];
  packer.on('data', (chunk: Buffer) => packed.push(chunk));
  const ended = new Promise((resolve, reject) => packer.once('end', resolve).once('error', reject));
  try {
    for await (const chunk of chunks) {
      if (!packer.write(chunk)) await new Promise((resolve) => packer.once('drain', resolve));
    }
    packer.end();
    await ended;
  } finally {
    packer.destroy();
  }
  return withoutSystem(Buffer.concat(packed));
}

/** @throws Error for what is no gzip, is cut, or unfolds to more than 128 MiB */
export function gunzip(packed: Buffer): Buffer {
  return gunzipSync(packed, { maxOutputLength: longest });
}

/** The tenth byte names the operating system: 255 for none. */
function withoutSystem(packed: Buffer): Buffer {
  packed[9] = 255;
  return packed;
}
