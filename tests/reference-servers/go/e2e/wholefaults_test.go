package e2e

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"plainservers/internal/choice"
	"plainservers/internal/fault"
	"plainservers/internal/pvwa"
	"plainservers/internal/wickr"
)

// Each fault breaks its own fact and no other, and without it all facts hold.
func TestEachFaultBreaksItsFact(t *testing.T) {
	holds := map[string]func(t *testing.T, fault string, seed int64) bool{}
	for name, fact := range pvwaFacts() {
		holds["pvwa "+name] = func(t *testing.T, fault string, seed int64) bool { return fact(faultyVault(t, fault, seed, false)) }
	}
	for name, fact := range wickrFacts() {
		holds["wickr "+name] = func(t *testing.T, fault string, seed int64) bool { return fact(faultyAPI(t, fault, seed, false)) }
	}
	for api, faults := range map[string][]fault.Fault{"pvwa": pvwa.Faults(), "wickr": wickr.Faults()} {
		for _, f := range faults {
			holdsFor := holds[api+" "+f.Name]
			if holdsFor == nil {
				t.Errorf("no fact for %s", f.Name)
				continue
			}
			t.Run(api+" "+f.Name, func(t *testing.T) {
				t.Parallel()
				for _, seed := range seeds() {
					if !holdsFor(t, "", seed) {
						t.Errorf("seed %d: the fact does not hold without the fault", seed)
					}
					if holdsFor(t, f.Name, seed) {
						t.Errorf("seed %d: the fact holds in spite of the fault", seed)
					}
				}
				for name, other := range holds {
					if strings.HasPrefix(name, api+" ") && name != api+" "+f.Name && !other(t, f.Name, choice.Usual) {
						t.Errorf("the fact of %s is broken as well", name)
					}
				}
			})
		}
	}
}

func TestSixtyFaultsAreListed(t *testing.T) {
	names := map[string]bool{}
	count := map[string]int{}
	for _, api := range []string{"pvwa", "wickr"} {
		program := build(t, api)
		out, err := exec.Command(program, "-list-faults").Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(columns) != 4 || columns[1] != api || !strings.Contains(" documented observed reading ", " "+columns[2]+" ") || !strings.HasSuffix(columns[3], ".") {
				t.Errorf("line is %q", line)
				continue
			}
			names[columns[0]] = true
			count[api]++
		}
		if exec.Command(program, "-fault", "no-such-fault").Run() == nil {
			t.Errorf("%s takes an unknown fault", api)
		}
	}
	if len(names) != 60 || count["pvwa"] != 40 || count["wickr"] != 20 {
		t.Errorf("%d names, %v", len(names), count)
	}
}

var writeFaults = flag.Bool("write-faults", false, "write FAULTS.md")

func TestTableOfFaults(t *testing.T) {
	var table strings.Builder
	table.WriteString("# Faults\n\nWhat `-fault NAME` makes the servers do wrong, and the fact that it breaks (page and section of the facts).\n\n")
	table.WriteString("| name | API | authority | what the server does | fact |\n| --- | --- | --- | --- | --- |\n")
	for _, api := range []string{"pvwa", "wickr"} {
		for _, f := range map[string][]fault.Fault{"pvwa": pvwa.Faults(), "wickr": wickr.Faults()}[api] {
			fmt.Fprintf(&table, "| `%s` | %s | %s | %s | %s |\n", f.Name, api, f.Authority, f.Sentence, f.Fact)
		}
	}
	if *writeFaults {
		if err := os.WriteFile("../FAULTS.md", []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if written, err := os.ReadFile("../FAULTS.md"); err != nil || string(written) != table.String() {
		t.Errorf("FAULTS.md is not up to date (%v); see -write-faults", err)
	}
}

func TestProgramsTakeAFault(t *testing.T) {
	_, address, _ := start(t, build(t, "pvwa"), "-fault", "no-allow-header")
	got := send(t, "DELETE", address+providers, "").expect(t, "DELETE", 405)
	if got.header.Get("Allow") != "" {
		t.Errorf("Allow is %q", got.header.Get("Allow"))
	}
	_, address, _ = start(t, build(t, "wickr"), "-fault", "capital-message")
	got = send(t, "GET", fmt.Sprint(address, infoPath), "").expect(t, "unsigned", 401, 403)
	if got.object["Message"] == nil {
		t.Errorf("error is %s", got.text)
	}
}
