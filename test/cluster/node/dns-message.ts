/** A query as far as this server reads it: one question, as all resolvers send. */
export interface Query {
  readonly id: number;
  readonly recursionDesired: boolean;
  readonly name: string;
  readonly type: number;
  /** The question's bytes, which the reply repeats. */
  readonly question: Buffer;
}

const typeA = 1;
const anyType = 255;
const authoritative = 0x8400;
const recursion = 0x0100;
const nameError = 3;

/** Reads a query (https://www.rfc-editor.org/rfc/rfc1035#section-4); undefined for what is none. */
export function readQuery(message: Buffer): Query | undefined {
  if (message.length < 17 || message.readUInt16BE(4) < 1) return undefined;
  const labels: string[] = [];
  let offset = 12;
  for (;;) {
    const length = message[offset];
    // Above 63 it would be a pointer, which a question has no use for.
    if (length === undefined || length > 63 || offset + length + 5 > message.length) return undefined;
    offset += 1;
    if (length === 0) break;
    labels.push(message.toString('latin1', offset, offset + length).toLowerCase());
    offset += length;
  }
  return {
    id: message.readUInt16BE(0),
    recursionDesired: (message.readUInt16BE(2) & recursion) !== 0,
    name: labels.join('.'),
    type: message.readUInt16BE(offset),
    question: message.subarray(12, offset + 4),
  };
}

/** The reply: addresses for an A question, no answer for other types of a name that exists, NXDOMAIN for undefined. */
export function writeReply(query: Query, addresses: readonly string[] | undefined, seconds = 5): Buffer {
  const asked = query.type === typeA || query.type === anyType;
  // What fits into the 512 bytes that every resolver takes.
  const room = Math.floor((512 - 12 - query.question.length) / 16);
  const given = asked ? (addresses ?? []).slice(0, room) : [];
  const header = Buffer.alloc(12);
  header.writeUInt16BE(query.id, 0);
  const code = addresses === undefined ? nameError : 0;
  header.writeUInt16BE(authoritative | (query.recursionDesired ? recursion : 0) | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(given.length, 6);
  return Buffer.concat([header, query.question, ...given.map((address) => record(address, seconds))]);
}

function record(address: string, seconds: number): Buffer {
  const fixed = Buffer.alloc(12);
  // A pointer to the question's name.
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(typeA, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(seconds, 6);
  fixed.writeUInt16BE(4, 10);
  return Buffer.concat([fixed, Buffer.from(address.split('.').map(Number))]);
}
