// Prints which schedules the CronJob controller's parser takes. Regenerate in this folder with
//
//	go run . > ../schedule-table.json
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/robfig/cron/v3"
)

type row struct {
	Expression string `json:"expression"`
	Ok         bool   `json:"ok"`
	Error      string `json:"error,omitempty"`
}

// Each is tried in every one of the five fields, with * in the others.
var parts = []string{
	"0", "1", "5", "05", "005", "6", "7", "12", "13", "23", "24", "31", "32", "59", "60", "99", "-1", "+5", "1.5", "x", "",
	"?", "*/1", "*/2", "*/15", "*/100", "*/0", "*/", "*/x", "*/-2", "*/+2", "*/2/3", "*/99999999999999999999", "?/5",
	"1-5", "1-5/2", "5-1", "3-3", "1-5-7", "1-", "-", "1-99", "0-6", "0-7", "1/2", "3/100", "/2", "*-5", "*-5/2",
	"1,2,3", "1,3-5,*/2", "1,,2", ",1", "1,", ",", "1,60", "1, 2", "*,1", "**", "L", "W", "1W", "5L", "1#2",
	"jan", "JAN", "Jan-Mar", "dec-jan", "january", "sun", "SUN", "mon-fri", "fri-mon", "sunday", "mon,wed,FRI", "mon-5", "mon/2",
}

var whole = []string{
	"", " ", "*", "* *", "* * *", "* * * *", "* * * * *", "* * * * * *", "0 0 2 * * *", "* * * * * 2026",
	" 0 2 * * * ", "0  2\t* * *", "0\n2 * * *", "0\u00a02 * * *", "@yearly", "@annually", "@monthly", "@weekly", "@daily",
	"@midnight", "@hourly", "@reboot", "@DAILY", "@daily ", " @daily", "@", "@every", "@every ", "@every 5m", "@every 1h30m",
	"@every 1.5h", "@every .5h", "@every 5", "@every 5d", "@every 1w", "@every 1h 30m", "@every  5m", "@every 5m ", "@EVERY 5m",
	"@every 100ms", "@every 1us", "@every 1µs", "@every 1μs", "@every 1ns", "@every 0", "@every 0s", "@every +5m", "@every -5m",
	"@every 2562047h", "@every 2562048h", "@every 9223372036s", "@every 9223372037s", "@every 99999999999999999999h",
	"@every 1.h", "@every .h", "@every 5m5", "TZ=UTC 0 2 * * *", "CRON_TZ=Europe/Berlin 0 2 * * *", "CRON_TZ=Mars/Base 0 2 * * *",
	"TZ=UTC @daily", "0 2 * * * TZ=UTC", "0 2 * * MON-FRI", "30 4 1,15 * 5", "0 0 31 2 *", "15 10 ? * 6L", "0 22 * * 1-5",
	"23 0-20/2 * * *", "5 4 * * sun", "0 0,12 1 */2 *", "0 4 8-14 * *", "H 2 * * *", "0 2 * * 7", "hello", "0 2 * * *; rm",
	"# 0 2 * * *", "0 2 * * * # nightly", "０ 2 * * *",
}

func main() {
	expressions := append([]string{}, whole...)
	for field := range 5 {
		for _, part := range parts {
			fields := []string{"*", "*", "*", "*", "*"}
			fields[field] = part
			expressions = append(expressions, strings.Join(fields, " "))
		}
	}
	print(describeAll(expressions))
}

func describeAll(expressions []string) []row {
	seen := map[string]bool{}
	var rows []row
	for _, expression := range expressions {
		if seen[expression] {
			continue
		}
		seen[expression] = true
		found := row{Expression: expression, Ok: true}
		if _, err := cron.ParseStandard(expression); err != nil {
			found.Ok, found.Error = false, err.Error()
		}
		rows = append(rows, found)
	}
	return rows
}

// One row on a line, so that a change of one row is a change of one line.
func print(rows []row) {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintln(out, "[")
	for i, row := range rows {
		text, err := json.Marshal(row)
		if err != nil {
			panic(err)
		}
		comma := ","
		if i == len(rows)-1 {
			comma = ""
		}
		fmt.Fprintf(out, "%s%s\n", text, comma)
	}
	fmt.Fprintln(out, "]")
}
