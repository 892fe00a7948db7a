package e2e

import (
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"plainservers/internal/wickr"
)

// Signed requests and awkward texts come through the proxy as they are.
func TestThroughTheProxy(t *testing.T) {
	for seed := range int64(20) {
		a := newAPI(t, seed, false, "secret-in-answer=as-sent")
		a.base = behindProxy(t, a.base, seed)
		sent := with(goodSave(), "customUsername", "näme/😀\u2028\"")
		a.call("POST", savePath, quote(sent)).expect(t, "save", 200)
		query := url.Values{"code": {"a b+c/é~*'"}, "grantType": {"authorization_code"}, "z": {"2", "1"}}
		got := do(t, a.key.request(t, "GET", a.base, infoPath, query, "")).expect(t, "info", 200)
		shown, _ := got.object["openidConnectInfo"].(map[string]any)
		checkSaved(t, shown, sent)
		key := a.key
		key.secret = "wrong"
		checkFailure(t, "wrong key", do(t, key.request(t, "GET", a.base, infoPath, nil, "")).expect(t, "wrong key", 401, 403))
	}
}

func TestDistortProcess(t *testing.T) {
	program := build(t, "distort")
	config := wickr.Config{Keys: []wickr.Key{{ID: "AK", Secret: "x", Admin: true}}, Networks: []string{"12345678"}, Region: "us-east-1"}
	config.Choices = draw(t, wickr.Choices(), -1, false)
	target := serve(t, wickr.New(config))
	command, address, input := start(t, program, "-target", target+"/some/path", "-seed", "3", "-until-stdin-ends")
	base, found := strings.CutSuffix(address, "/some/path")
	if !found {
		t.Errorf("address is %s", address)
	}
	key := signer{id: "AK", secret: "x", region: "us-east-1", service: "wickr", at: time.Now()}
	for range 20 {
		do(t, key.request(t, "GET", base, infoPath, nil, "")).expect(t, "info", 404)
	}
	if response, err := http.Head(base + infoPath); err != nil || response.StatusCode != 403 {
		t.Errorf("HEAD: %v %v", response, err)
	}
	input.Close()
	ends(t, "distort", command)
	for _, bad := range [][]string{{}, {"-target", "https://a.example"}, {"-target", target, "more"}} {
		if exec.Command(program, bad...).Run() == nil {
			t.Errorf("distort takes %v", bad)
		}
	}
}
