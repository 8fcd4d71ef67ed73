// Prints what apimachinery makes of some thousand spellings of quantities. Regenerate in this folder with
//
//	go run . > ../quantity-table.json
//
// A row holds: text; ok, whether it parses; error, if not; canonical, the form an API server stores; nano, the exact
// value in units of 10^-9; overflow, set when the text says more than 2^63-1 in magnitude; capped, set when
// apimachinery then took 2^63-1 instead, which it does for binary suffixes only.
// The comparisons hold two indices of rows and the sign of the first compared with the second.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand"
	"os"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/inf.v0"
	"k8s.io/apimachinery/pkg/api/resource"
)

const (
	seed        = 20260101
	randomTexts = 3000
	comparisons = 500
)

type row struct {
	Text      string `json:"text"`
	Ok        bool   `json:"ok"`
	Canonical string `json:"canonical,omitempty"`
	Nano      string `json:"nano,omitempty"`
	Overflow  bool   `json:"overflow,omitempty"`
	Capped    bool   `json:"capped,omitempty"`
	Error     string `json:"error,omitempty"`
}

func main() {
	random := rand.New(rand.NewSource(seed))
	rows := describeAll(append(chosenTexts(), sampleTexts(random)...))
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprint(out, "{\n\"rows\": [\n")
	printLines(out, rows)
	fmt.Fprint(out, "],\n\"compare\": [\n")
	printLines(out, comparePairs(random, rows))
	fmt.Fprint(out, "]\n}\n")
}

// One row on a line, so that a change of one row is a change of one line.
func printLines[T any](out *bufio.Writer, lines []T) {
	for i, line := range lines {
		text, err := json.Marshal(line)
		if err != nil {
			panic(err)
		}
		out.Write(text)
		if i < len(lines)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
}

func describeAll(texts []string) []row {
	seen := map[string]bool{}
	var rows []row
	for _, text := range texts {
		if !seen[text] {
			seen[text] = true
			rows = append(rows, describe(text))
		}
	}
	return rows
}

func describe(text string) row {
	quantity, err := resource.ParseQuantity(text)
	if err != nil {
		return row{Text: text, Error: err.Error()}
	}
	// String() would echo the text in some cases. CanonicalizeBytes may use up its receiver, hence the copy.
	canonical := quantity.DeepCopy()
	number, suffix := canonical.CanonicalizeBytes(make([]byte, 0, 64))
	nano := inNanos(quantity)
	overflow, capped := bounds(text, nano)
	return row{
		Text: text, Ok: true, Canonical: string(number) + string(suffix),
		Nano: nano.String(), Overflow: overflow, Capped: capped,
	}
}

func inNanos(quantity resource.Quantity) *big.Int {
	own := quantity.DeepCopy()
	decimal := new(inf.Dec).Set(own.AsDec())
	shift := int64(9) - int64(decimal.Scale())
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(shift, -shift)), nil)
	if shift >= 0 {
		return new(big.Int).Mul(decimal.UnscaledBig(), power)
	}
	quotient, rest := new(big.Int).QuoRem(decimal.UnscaledBig(), power, new(big.Int))
	if rest.Sign() != 0 {
		panic("more precise than a billionth: " + own.String())
	}
	return quotient
}

// bounds computes with rationals, since apimachinery says nothing when it caps a value.
func bounds(text string, nano *big.Int) (overflow, capped bool) {
	largest := new(big.Rat).SetInt64(1<<63 - 1)
	said := new(big.Rat).Abs(trueValue(text))
	if said.Cmp(largest) <= 0 {
		return false, false
	}
	taken := new(big.Rat).SetFrac(new(big.Int).Abs(nano), big.NewInt(1_000_000_000))
	return true, taken.Cmp(largest) == 0
}

var spelling = regexp.MustCompile(`^([+-]?[0-9.]*)(.*)$`)

var decimalPowers = map[string]int64{
	"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18,
}

var binaryPowers = map[string]uint{"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}

func trueValue(text string) *big.Rat {
	parts := spelling.FindStringSubmatch(text)
	number, suffix := strings.TrimSuffix(parts[1], "."), parts[2]
	if !strings.ContainsAny(number, "0123456789") {
		return new(big.Rat) // apimachinery takes a lone point for zero
	}
	value, ok := new(big.Rat).SetString(number)
	if !ok {
		panic("no number: " + text)
	}
	if power, ok := binaryPowers[suffix]; ok {
		return value.Mul(value, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), power)))
	}
	power, ok := decimalPowers[suffix]
	if !ok {
		exponent, err := strconv.ParseInt(suffix[1:], 10, 64)
		if err != nil {
			panic(err)
		}
		power = exponent
	}
	factor := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(max(power, -power)), nil))
	if power < 0 {
		factor.Inv(factor)
	}
	return value.Mul(value, factor)
}

func comparePairs(random *rand.Rand, rows []row) [][3]int {
	var parsed []int
	for i, row := range rows {
		if row.Ok {
			parsed = append(parsed, i)
		}
	}
	var pairs [][3]int
	for len(pairs) < comparisons {
		a, b := parsed[random.Intn(len(parsed))], parsed[random.Intn(len(parsed))]
		if len(pairs)%5 == 0 {
			b = equalButWrittenOtherwise(rows, parsed, a, random.Intn(len(parsed)))
		}
		left, right := resource.MustParse(rows[a].Text), resource.MustParse(rows[b].Text)
		pairs = append(pairs, [3]int{a, b, left.Cmp(right)})
	}
	return pairs
}

// Random pairs are hardly ever equal; this looks for another spelling of a's value, from some place on.
func equalButWrittenOtherwise(rows []row, parsed []int, a, from int) int {
	for i := range parsed {
		b := parsed[(from+i)%len(parsed)]
		if b != a && rows[b].Nano == rows[a].Nano {
			return b
		}
	}
	return a
}
