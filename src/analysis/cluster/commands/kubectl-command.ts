import type { DeclaredContainer } from '../container';
import type { Field } from '../field';
import { type ShellWord, shellCommands } from './shell-script';

/** A call of kubectl in a container's command, arguments or script. */
export interface KubectlCommand {
  readonly verb: string;
  /** As they are written: `pods`, `wf`, `workflows.argoproj.io`. */
  readonly resources: readonly string[];
  /** Every value of `--field-selector`, in their order. */
  readonly fieldSelectors: readonly ShellWord[];
  /** The text that holds the command. */
  readonly field: Field;
}

const shells = /^(ba|da|a|z|k|mk)?sh$/;
const kubectl = /^(kubectl|oc)$/;
/** Images whose entrypoint is kubectl: bitnami/kubectl, registry.k8s.io/kubectl, rancher/kubectl. */
const kubectlImage = /(^|\/)kubectl(:|@|$)/;
/** What may stand before a command: words of the shell, and programs that run others. */
const before =
  /^(if|then|else|elif|do|while|until|!|\{|\{\}|time|exec|command|nohup|sudo|env|xargs|timeout|nice|retry|watch|\w+=.*)$/s;
/** Flags of kubectl whose value is a word of its own. */
const withValue = new Set(
  (
    '-n --namespace -l --selector -o --output --context --kubeconfig --cluster --user --token -s --server --as --as-group ' +
    '--as-uid --request-timeout --timeout --grace-period --sort-by -f --filename -k --kustomize --template --chunk-size -L ' +
    '--label-columns --field-selector -c --container --cache-dir --certificate-authority --client-key --client-certificate ' +
    '-v --v --for --raw --subresource -p --patch --type --overrides --image --field-manager'
  ).split(' '),
);

/** The calls of kubectl that a container makes, as far as its own text shows. */
export function kubectlCommands({ field, injectedBy }: DeclaredContainer): KubectlCommand[] {
  if (injectedBy !== undefined) return [];
  const words = [...field.get('command').items, ...field.get('args').items].filter(({ text }) => text !== undefined);
  const source = field.get('source');
  if (source.text !== undefined) return isShell(words[0]) ? inScript(source) : [];
  const runsKubectl = !field.get('command').exists && kubectlImage.test(field.get('image').text ?? '');
  if (isShell(words[0])) {
    const flag = words.findIndex(({ text = '' }, index) => index > 0 && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(text));
    const script = flag < 0 ? undefined : words[flag + 1];
    return script ? inScript(script) : [];
  }
  const [first] = words;
  if (!first) return [];
  const argv = words.map(({ text = '' }) => ({ text }));
  const command = readCommand(runsKubectl ? [{ text: 'kubectl' }, ...argv] : argv, first);
  return command ? [{ ...command, field: selectorField(words) ?? first }] : [];
}

function inScript(field: Field): KubectlCommand[] {
  return shellCommands(field.text ?? '').flatMap((words) => readCommand(words, field) ?? []);
}

function readCommand(words: readonly ShellWord[], field: Field): KubectlCommand | undefined {
  const start = words.findIndex(({ text }) => kubectl.test(baseName(text)));
  if (start < 0) return undefined;
  // Beside the words that run another program stand their own flags and numbers.
  const leading = words.slice(0, start).filter(({ text }) => !/^[-\d]/.test(text));
  if (!leading.every(({ text }) => before.test(text) || before.test(baseName(text)))) return undefined;

  const positional: string[] = [];
  const fieldSelectors: ShellWord[] = [];
  const rest = words.slice(start + 1);
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] as ShellWord;
    const [, value] = /^--field-selector=(.*)$/s.exec(word.text) ?? [];
    if (word.text === '--') break;
    if (value !== undefined) fieldSelectors.push({ ...word, text: value });
    else if (!word.text.startsWith('-')) positional.push(word.text);
    else if (withValue.has(word.text)) {
      const next = rest[index + 1];
      if (word.text === '--field-selector' && next) fieldSelectors.push(next);
      index += 1;
    }
  }
  const [verb = '', resources = ''] = positional;
  return { verb, resources: resources.split(',').map((name) => name.replace(/\/.*$/s, '')), fieldSelectors, field };
}

/** The word to mend, where each word has a place of its own. */
function selectorField(words: readonly Field[]): Field | undefined {
  return [...words].reverse().find(({ text = '' }) => text.startsWith('--field-selector'));
}

function isShell(word: Field | undefined): boolean {
  return shells.test(baseName(word?.text ?? ''));
}

function baseName(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
