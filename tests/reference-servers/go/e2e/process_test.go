package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// build compiles a command into the test's own folder.
func build(t *testing.T, name string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "build", "-o", program, "plainservers/cmd/"+name).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// start runs a program and gives its address and its standard input.
func start(t *testing.T, program string, arguments ...string) (*exec.Cmd, string, io.Closer) {
	t.Helper()
	command := exec.Command(program, arguments...)
	input, _ := command.StdinPipe()
	output, _ := command.StdoutPipe()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Process.Kill() })
	line, err := bufio.NewReader(output).ReadString('\n')
	address, found := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !found || !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("first line is %q (%v)", line, err)
	}
	return command, address, input
}

// ends waits for a program to end well.
func ends(t *testing.T, what string, command *exec.Cmd) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	case <-time.After(10 * time.Second):
		t.Errorf("%s: still running", what)
	}
}

func TestProcesses(t *testing.T) {
	for name, path := range map[string]string{"pvwa": "/api/Configuration/OIDC/Providers", "wickr": "/networks/12345678/oidc"} {
		program := build(t, name)
		command, address, _ := start(t, program, "-port", "0", "-seed", "7")
		send(t, "GET", address+path, "").expect(t, name, 401, 403)
		command.Process.Signal(syscall.SIGTERM)
		ends(t, name+" after SIGTERM", command)
		command, _, input := start(t, program, "-until-stdin-ends")
		input.Close()
		ends(t, name+" after the end of its input", command)
		command, _, _ = start(t, program, "-max-seconds", "1")
		ends(t, name+" after its time", command)
		out, err := exec.Command(program, "-choices", "-seed", "0", "-set", "charset=none").Output()
		var printed struct{ Choices []map[string]any }
		if err != nil || json.Unmarshal(out, &printed) != nil || len(printed.Choices) < 20 {
			t.Errorf("%s -choices: %v %s", name, err, out)
		}
		for _, bad := range []string{"charset", "charset=other", "nothing=1"} {
			if exec.Command(program, "-choices", "-set", bad).Run() == nil {
				t.Errorf("%s takes -set %s", name, bad)
			}
		}
	}
}
