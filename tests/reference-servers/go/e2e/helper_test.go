// Package e2e holds both servers against the rules of the facts, over HTTP.
package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"plainservers/internal/choice"
	"plainservers/internal/distort"
)

// lastSeed is the last of the seeds that every rule is tried with.
var lastSeed = flag.Int64("last-seed", 12, "try every rule with the seeds from -1 to this one")

// distortSeed is the seed of a proxy between the tests and every server.
var distortSeed = flag.Int64("distort", -1, "try every rule through the proxy distort with this seed; -1 is without it")

// seeds are those that every rule is tried with.
func seeds() []int64 {
	list := []int64{}
	for seed := int64(choice.Usual); seed <= *lastSeed; seed++ {
		list = append(list, seed)
	}
	return list
}

// draw takes the options of a seed and then single ones.
func draw(t *testing.T, choices []choice.Choice, seed int64, loose bool, set ...string) *choice.Set {
	t.Helper()
	drawn := choice.Draw(choices, seed, loose)
	for _, assignment := range set {
		if err := drawn.Put(assignment); err != nil {
			t.Fatal(err)
		}
	}
	return drawn
}

// serve starts a handler on a free port.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if *distortSeed < 0 {
		return server.URL
	}
	return behindProxy(t, server.URL, *distortSeed)
}

// behindProxy starts a proxy in front of a server.
func behindProxy(t *testing.T, address string, seed int64) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	proxy := &distort.Proxy{Target: strings.TrimPrefix(address, "http://"), Seed: seed}
	t.Cleanup(func() { proxy.Close() })
	go proxy.Serve(listener)
	return "http://" + listener.Addr().String()
}

// reply is an answer that has been read.
type reply struct {
	status int
	header http.Header
	text   string
	object map[string]any
}

// send sends a request and reads the answer. headers are "Name: value".
func send(t *testing.T, method, url, body string, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	return do(t, request)
}

func do(t *testing.T, request *http.Request) reply {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := reply{status: response.StatusCode, header: response.Header, text: string(data)}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		if err := json.Unmarshal(data, &got.object); err != nil {
			t.Fatalf("%s %s: answer is not JSON: %v", request.Method, request.URL, err)
		}
	}
	return got
}

// expect checks a status against those that are right.
func (r reply) expect(t *testing.T, what string, right ...int) reply {
	t.Helper()
	if !slices.Contains(right, r.status) {
		t.Errorf("%s: status %d, want one of %v; body %s", what, r.status, right, r.text)
	}
	return r
}

// holds reports whether an answer has a text in it, however it is escaped.
func (r reply) holds(text string) bool {
	return strings.Contains(r.text, text) || strings.Contains(quote(r.object), text)
}

// quote spells a value as JSON.
func quote(value any) string {
	data, _ := json.Marshal(value)
	return string(data)
}

// without is a copy of an object less some members.
func without(object map[string]any, names ...string) map[string]any {
	rest := map[string]any{}
	for name, value := range object {
		if !slices.Contains(names, name) {
			rest[name] = value
		}
	}
	return rest
}

// with is a copy of an object with one member set.
func with(object map[string]any, name string, value any) map[string]any {
	changed := without(object)
	changed[name] = value
	return changed
}
