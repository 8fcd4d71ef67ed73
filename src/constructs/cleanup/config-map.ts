import type { Construct } from 'constructs';
import { configMap } from '../../model/kinds/config-map';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { mapOf, readRequired, text } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

export interface ConfigMapProps extends NamespacedProps {
  /** Texts by key. @default - none */
  readonly data?: Readonly<Record<string, string>>;
  /** Bytes by key, in base64. @default - none */
  readonly binaryData?: Readonly<Record<string, string>>;
  /** Whether nobody may change it any more, only delete it. @default false */
  readonly immutable?: boolean;
}

/** Client-side apply keeps a whole object in an annotation, which may have 262,144 bytes. */
const mostBytes = 256_000;

/** Configuration, or a program, that pods mount as files. */
export class ConfigMap extends KubernetesObject<ConfigMapProps> {
  constructor(scope: Construct, id: string, props: ConfigMapProps) {
    super(scope, id, configMap, props);
  }

  protected body(props: ConfigMapProps, problems: Problems): Body {
    const { immutable } = props;
    const data = mapOf(props.data, 'data', problems);
    const binaryData = mapOf(props.binaryData, 'binaryData', problems);
    const at = problems.at('data');
    const inside = problems.at('binaryData');
    for (const key of Object.keys(data ?? {})) at.read('', key, fileName);
    for (const [key, bytes] of Object.entries(binaryData ?? {})) {
      inside.read('', key, fileName);
      readRequired(key, bytes, inside, base64);
      if (data && key in data) inside.invalid('', key, 'is a key of data too: a ConfigMap has one file of a name');
    }
    for (const [key, value] of Object.entries(data ?? {})) readRequired(key, value, at, text);
    const size = Buffer.byteLength(JSON.stringify({ data, binaryData }));
    if (size > mostBytes)
      problems.report('', `holds ${size} bytes, at most ${mostBytes} can be applied by every client`);
    return { data, binaryData, ...(immutable === true && { immutable }) };
  }
}

function base64(value: string): string {
  if (typeof value === 'string' && /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value))
    return value;
  throw new InvalidValue(value, "is not base64: write buffer.toString('base64')");
}

/** A key, which is the name of a file where it is mounted. Source: kubernetes apimachinery `IsConfigMapKey`. */
export function fileName(key: string): string {
  if (/^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..')) return key;
  throw new InvalidValue(key, 'is not a key: use letters, digits, -, _ and .');
}
