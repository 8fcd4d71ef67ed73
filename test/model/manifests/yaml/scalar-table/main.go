// Prints what kubectl's YAML parser makes of some thousand unquoted scalars. Regenerate in this folder with
//
//	go run . > ../scalar-table.json
//
// A row holds: text; json, the value as JSON, digits as they are; error, set instead where the parser refuses the text.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

const (
	seed        = 20260101
	randomTexts = 3000
)

type row struct {
	Text  string `json:"text"`
	Json  string `json:"json,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	seen := map[string]bool{}
	separator := "[\n"
	for _, text := range append(chosenTexts(), sampleTexts()...) {
		if seen[text] {
			continue
		}
		seen[text] = true
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(describe(text)); err != nil {
			panic(err)
		}
		fmt.Fprint(out, separator, strings.TrimSuffix(line.String(), "\n"))
		separator = ",\n"
	}
	fmt.Fprint(out, "\n]\n")
}

func describe(text string) row {
	value, err := yaml.YAMLToJSON([]byte("v: " + text + "\n"))
	if err != nil {
		return row{Text: text, Error: err.Error()}
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(value, &fields); err != nil {
		panic(err)
	}
	return row{Text: text, Json: string(fields["v"])}
}

func chosenTexts() []string {
	return strings.Fields(`
		y Y yes Yes YES yEs on On ON oN true True TRUE tRUE n N no No NO off Off OFF oFF false False FALSE ~ null Null NULL nULL
		ye o t f nul yess none <<x = . .. + +- .e5 e5 E10 -e3 1e 1e+ 1e400 -1e400 1e-400 0e0 0x 0b 0o 08 089 -089 0899.5 0_8
		0 00 -0 +0 -0.0 0.0 +1 -1 1_000 1__0 1_ 0_ _1 1.5 +1.5 .5 -.5 +.5 5. -5. 5._1 ._5 .5_0 .5__0 .5_ .5e3 .5e1_0 1_0.5_0
		0644 0o644 0O644 -0o17 -0O17 0x1F 0X1F -0x1f 0x1_F 0b11 0B11 -0b11 0b1_1 0b2 0o8 0xg
		.inf .Inf .INF .iNF +.inf -.inf -.INF .nan .NaN .NAN .naN -.nan inf nan Infinity
		12:30 190:20:30 1:2 2026-01-01 2026-01-01T00:00:00Z 1.2.3 10.96.0.1 80Gi 500m 1e3 1E3 1e+3 1.0e21 123456789012345680000
		9007199254740991 9007199254740992 9007199254740993 -9007199254740993 4611686018427388000 9223372036854775807
		9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616
		+9223372036854775807 +9223372036854775808 +18446744073709551615 99999999999999999999 0x7fffffffffffffff
		0x8000000000000000 -0x8000000000000000 0xffffffffffffffff 0x10000000000000000 -0xffffffffffffffff
		0777777777777777777777 01000000000000000000000 01777777777777777777777 02000000000000000000000
		0o777777777777777777777 0o2000000000000000000000 0x20000000000001 9007199254740993.0 9007199254740993e0
	`)
}

// Spellings near numbers; a sign behind 0b, which go-yaml takes by mistake, is left out.
func sampleTexts() []string {
	random := rand.New(rand.NewSource(seed))
	alphabets := []string{"0123456789", "0123456789_+-.eE", "01_+-.xXoObB", "0189afAF_xX", "-+.infINFaA", "yYnNoOtTfFsSeEuUlL~"}
	var texts []string
	for len(texts) < randomTexts {
		alphabet := alphabets[random.Intn(len(alphabets))]
		length := 1 + random.Intn(7)
		if random.Intn(8) == 0 {
			length = 15 + random.Intn(9)
		}
		var text strings.Builder
		for range length {
			text.WriteByte(alphabet[random.Intn(len(alphabet))])
		}
		plain := strings.ToLower(strings.ReplaceAll(text.String(), "_", ""))
		if plain == "-" || strings.Contains(plain, "0b+") || strings.Contains(plain, "0b-") {
			continue
		}
		texts = append(texts, text.String())
	}
	return texts
}
