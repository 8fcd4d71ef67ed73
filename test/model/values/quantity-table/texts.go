package main

import (
	"fmt"
	"math/rand"
)

var suffixes = []string{
	"n", "u", "m", "", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
	"e0", "e3", "E3", "e-3", "E-3", "e+3", "e4", "e9", "E9", "e-9", "E-9", "e-10", "e03", "e18", "e-1", "E+6",
}

var numbers = []string{
	"0", "00", "0.0", "-0", "1", "-1", "+5", "-5", "007", "-007", "010", ".5", "-.5", "+.5", "0.1", "0.5", "1.", "1.0", "1.5",
	"1.500", "001.500", "9", "10", "12", "64", "99", "100", "256", "500", "512", "999", "1000", "1023", "1024", "1025", "1536",
	"2048", "10240", "1000000", "1024000", "1048576", "1073741824", "1000000000", "0.0015", "1.0005", "0.001", "0.0009765625",
	"123.456", "123456789.123456789", "0.000000001", "0.0000000001", "0.0000000005", "1.0000000001", "-0.0000000001",
	"3.14159265358979323846",
}

var rejected = []string{
	"", " ", "1 ", " 1", "1 Gi", "1K", "1KI", "1ki", "1mi", "1MI", "1g", "1GB", "1Mib", "1MiB", "1B", "1b", "1Kb", "1e", "1E+",
	"1e-", "1e1.5", "1ee3", "1_000", "1,000", "0x10", "0b1", "1..5", "1.5.5", "..5", ".", "+", "-", "+-5", "--5", "++5", "5-", "Ki",
	"m", "e3", ".e3", ".Ki", "-.", "+.m", "1mm", "1kk", "1Kii", "1iK", "1i", "1Ei3", "1e3Ki", "1e3k", "1E3m", "1Em", "inf", "NaN",
	"Infinity", "null", "true", "50%", "1/2", "१", "1µ", "1μ", "１", "1\n", "1\t", "\t1", "1h", "1d", "1Zi", "1Z", "1Y", "1Yi",
	"1eE3", "1e3e3", "1e 3", "1e+-3", "1e3.0", "1e0x1", "--", "1-1", "1+1", "$1", "one",
}

var edges = []string{
	"1.G", "1.e3", "1.Ki", "0.1Gi", "1024Ki", "1000m", "1000000", "80Gi", "8Gi", "16Ei", "8Ei", "7Ei", "8Pi", "8192Pi", "8191Pi",
	"7.999Ei", "-8Ei", "-16Ei", "9223372036854775806", "9223372036854775807", "9223372036854775808", "-9223372036854775807",
	"-9223372036854775808", "-9223372036854775809", "9223372036854775807Ki", "9007199254740991", "9007199254740992",
	"9007199254740993", "9007199254740993Ki", "9007199254740992Ki", "1e18", "1e19", "9e18", "10E", "9E", "9.3E", "9.223372036854775807E",
	"9.223372036854775808E", "-10E", "1e20", "1e30", "1e50", "100E", "100Ei", "99999999999999999999", "18446744073709551615",
	"18446744073709551616", "18446744073709551616m", "18446744073709551616n", "9223372036854775807m", "9223372036854775808m",
	"9223372036854775807n", "9223372036854775808n", "9223372036854775.807k", "0.000000000000000000000000001", "1e-18", "1e-30",
	"0.1Ki", "0.01Ki", "0.001Ki", "0.0001Ki", "0.00001Mi", "0.5Ki", "0.25Ki", "0.125Ki", "1.1Mi", "1.25Mi", "1.1Ti", "1.1Ei",
	"-0.1Ki", "-0.001Ki", "-0.5Ki", "0Ki", "0Ei", "0m", "0n", "0e5", "0E", "0e-9", "-0Ki", "-0m", "+0", "0.Ki", ".0Gi",
	"1000Ki", "1000Mi", "1024Mi", "1048576Ki", "1073741824Ki", "1000k", "1000M", "1000000k", "1000e3", "1000e-3", "1500e-3",
	"1e1", "1e2", "10e2", "100e1", "12e1", "12e-1", "1.2e1", "1.2e4", "0.12e4", "1000000000n", "1000000u", "1500000u", "999999n",
	"1000n", "1000u", "2000000000n", "000000000000000000000000000001", "1.000000000000000000000000000000", "100000000000000000000m",
	"123456789012345678", "1234567890123456789", "12345678901234567890", "123456789012345678k", "123456789012345678Ki",
	"1.23456789012345678Gi", "0.1e-8", "0.1e-9", "1e-9", "15e-10", "-15e-10", "-1e-10", "1.5n", "0.1n", "-0.1n", "0.5u", "0.0001m",
}

// chosenTexts are the spellings that decide something: every suffix with every number, and what people get wrong.
func chosenTexts() []string {
	texts := append(append([]string{}, edges...), rejected...)
	for _, number := range numbers {
		for _, suffix := range suffixes {
			texts = append(texts, number+suffix)
		}
	}
	return texts
}

func sampleTexts(random *rand.Rand) []string {
	texts := make([]string, randomTexts)
	for i := range texts {
		texts[i] = sampleText(random)
	}
	return texts
}

func sampleText(random *rand.Rand) string {
	number := pick(random, "", "", "", "", "-", "+") + digits(random, 1, 12)
	if random.Intn(3) == 0 {
		number += "." + digits(random, 0, 12)
	}
	if random.Intn(4) == 0 {
		return fmt.Sprintf("%s%s%d", number, pick(random, "e", "E"), random.Intn(24)-12)
	}
	return number + suffixes[random.Intn(16)]
}

func digits(random *rand.Rand, least, most int) string {
	text := ""
	for range least + random.Intn(most-least+1) {
		text += fmt.Sprint(random.Intn(10))
	}
	// Round numbers take other ways through apimachinery than arbitrary ones.
	if random.Intn(3) == 0 {
		text += "000"
	}
	return text
}

func pick(random *rand.Rand, among ...string) string {
	return among[random.Intn(len(among))]
}
