import { generateKeyPairSync, sign } from 'node:crypto';
import type { Identity } from '../runtime/local-server';

const ecdsaWithSha256 = '06082a8648ce3d040302';
const commonName = '0603550403';
const alternativeName = '0603551d11';

/** A certificate of 127.0.0.1, good for this process's tests, that signs itself: https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
export function selfSigned(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(Buffer.from(ecdsaWithSha256, 'hex'));
  const name = sequence(der(0x31, sequence(Buffer.from(commonName, 'hex'), der(0x0c, Buffer.from('local')))));
  const [from, until] = ['20200101000000Z', '29990101000000Z'].map((time) => der(0x18, Buffer.from(time)));
  const address = der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1]))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(from!, until!),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(Buffer.from(alternativeName, 'hex'), address))),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines = sequence(body, algorithm, signature)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
