import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { expression, namespaceFields, priorityClassFields, templates } from '../template.mjs';

/** A compiled program that does nothing but this: no chart, no construct, no check. */
export const title = 'Go, yaml.v3';
export const binary = { name: 'go', version: ['version'] };

export function prepare(_folder, { fleetFile }) {
  return { render: (out) => [build(), fleetFile, out] };
}

/** Built once, outside the tree, and again when the objects change. */
function build() {
  const key = createHash('sha256').update(source).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? `${homedir()}/.cache`;
  const folder = `${cache}/cdk8s-steward-bench/go-yaml-${key}`;
  const program = `${folder}/render`;
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/main.go`, source);
  writeFileSync(`${folder}/go.mod`, 'module render\n\ngo 1.22\n\nrequire gopkg.in/yaml.v3 v3.0.1\n');
  for (const args of [
    ['mod', 'tidy'],
    ['build', '-o', 'render', '.'],
  ])
    execFileSync('go', args, { cwd: folder, stdio: 'pipe' });
  return program;
}

const language = {
  list: (items) => `[]any{${items.join(', ')}}`,
  map: (entries) => `object{${entries.join(', ')}}`,
  field: (name) => `n.${capitalized(name)}`,
};

const source = `package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

type object = map[string]any

type namespace ${struct(namespaceFields)}

type priorityClass ${struct(priorityClassFields)}

type fleet struct {
	PriorityClasses []priorityClass
	Namespaces      []namespace
}

func priorityClassOf(n *priorityClass) any { return ${expression(templates.priorityClass, language)} }

func namespaceOf(n *namespace) any { return ${expression(templates.namespace, language)} }

func objectsOf(n *namespace) []any { return ${expression(templates.objects, language)} }

func main() {
	var f fleet
	text, err := os.ReadFile(os.Args[1])
	must(err)
	must(json.Unmarshal(text, &f))
	out := os.Args[2]
	must(os.MkdirAll(out, 0o755))
	var cluster []any
	for i := range f.PriorityClasses {
		cluster = append(cluster, priorityClassOf(&f.PriorityClasses[i]))
	}
	for i := range f.Namespaces {
		cluster = append(cluster, namespaceOf(&f.Namespaces[i]))
	}
	write(filepath.Join(out, "_cluster.yaml"), cluster)
	for i := range f.Namespaces {
		write(filepath.Join(out, f.Namespaces[i].Name+".yaml"), objectsOf(&f.Namespaces[i]))
	}
}

func write(file string, objects []any) {
	var buffer bytes.Buffer
	for i, o := range objects {
		if i > 0 {
			buffer.WriteString("---\\n")
		}
		text, err := yaml.Marshal(o)
		must(err)
		buffer.Write(text)
	}
	must(os.WriteFile(file, buffer.Bytes(), 0o644))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
`;

function struct(fields) {
  const lines = Object.entries(fields).map(([name, type]) => {
    return `\t${capitalized(name)} ${type === 'number' ? 'int' : 'string'} \`json:"${name}"\``;
  });
  return `struct {\n${lines.join('\n')}\n}`;
}

function capitalized(name) {
  return name[0].toUpperCase() + name.slice(1);
}
