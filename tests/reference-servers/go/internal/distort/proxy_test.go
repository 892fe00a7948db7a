package distort

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// target answers every request of a connection by the same bytes and keeps
// what it got.
type target struct {
	address string
	got     chan *message
	raw     chan string
}

func newTarget(t *testing.T, answer string) *target {
	t.Helper()
	listener := listen(t)
	made := &target{address: listener.Addr().String(), got: make(chan *message, 1000), raw: make(chan string, 1000)}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { connection.Close() })
			go made.talk(connection, answer)
		}
	}()
	return made
}

func (made *target) talk(connection net.Conn, answer string) {
	for {
		var raw bytes.Buffer
		// One byte at a time, so that nothing of the next request is read.
		in := bufio.NewReaderSize(io.TeeReader(oneByte{connection}, &raw), 16)
		request, err := readRequest(in, func() {})
		if err != nil {
			return
		}
		made.got <- request
		made.raw <- raw.String()
		io.WriteString(connection, answer)
		if strings.Contains(answer, "HTTP/1.0") {
			connection.Close()
			return
		}
	}
}

type oneByte struct{ net.Conn }

func (o oneByte) Read(p []byte) (int, error) { return o.Conn.Read(p[:1]) }

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}

func through(t *testing.T, address string, seed int64) string {
	t.Helper()
	listener := listen(t)
	proxy := &Proxy{Target: address, Seed: seed}
	t.Cleanup(func() { proxy.Close() })
	go proxy.Serve(listener)
	return listener.Addr().String()
}

// raw sends a request as it is spelled and gives the answer as it is spelled.
func raw(t *testing.T, address, request string) (string, *message) {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	io.WriteString(connection, request)
	var all bytes.Buffer
	method, _, _ := strings.Cut(request, " ")
	response, err := readResponse(bufio.NewReader(io.TeeReader(connection, &all)), method)
	if err != nil {
		t.Fatalf("%v: %s", err, all.String())
	}
	return all.String(), response
}

const plainAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=1\r\nX-Other: o\r\nSet-Cookie: b=2\r\nContent-Length: 19\r\n\r\n" + `{"a":"x/y","b":[1]}`

func TestRequestsArriveUnchanged(t *testing.T) {
	target := newTarget(t, plainAnswer)
	chunks, wholes, spellings := 0, 0, map[string]bool{}
	start := "POST //a/../%7e/b%2Fc?x=%20+y&&=;z=%C3%A9 HTTP/1.1"
	body := "{ \"a\" : \"\\u00e4\\/\" }\r\n\x00\xff" + strings.Repeat("long", 3000)
	for seed := range int64(60) {
		address := through(t, target.address, seed)
		raw(t, address, start+"\r\nhost: signed.example:81\r\nX-A: 1,  2\r\nx-a: 3\r\nAuthorization: AWS4 SignedHeaders=host;te, Signature=0\r\nTE: odd\r\nContent-Length: "+fmt.Sprint(len(body))+"\r\n\r\n"+body)
		got, spelled := <-target.got, <-target.raw
		if got.start != start || string(got.body) != body {
			t.Fatalf("seed %d: %s", seed, spelled)
		}
		want := map[string]string{"host": "signed.example:81", "x-a": "1,  2|3", "authorization": "AWS4 SignedHeaders=host;te, Signature=0", "te": "odd"}
		for name, value := range want {
			if strings.Join(got.values(name), "|") != value {
				t.Errorf("seed %d: %s is %q", seed, name, got.values(name))
			}
		}
		if got.chunked {
			chunks++
		} else {
			wholes++
		}
		spellings[spelled] = true
	}
	if chunks == 0 || wholes == 0 || len(spellings) < 50 {
		t.Errorf("%d chunked, %d whole, %d spellings", chunks, wholes, len(spellings))
	}
}

func TestPlainSpace(t *testing.T) {
	for number := range uint64(50) {
		d := newDraw(1, number)
		d.plainSpace = true
		if got := string(d.spellHead(&head{start: "S", fields: []field{{"1", "v"}}})); got != "S\r\n1: v\r\n\r\n" {
			t.Errorf("head is %q", got)
		}
	}
}

func TestSignedLengthStays(t *testing.T) {
	target := newTarget(t, plainAnswer)
	for seed := range int64(20) {
		raw(t, through(t, target.address, seed), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nAuthorization: A SignedHeaders=content-length;host, Signature=0\r\n\r\nhi")
		if got := <-target.got; got.chunked || got.value("content-length") != "2" {
			t.Errorf("seed %d: %s", seed, <-target.raw)
		}
	}
}

func TestResponsesSayTheSame(t *testing.T) {
	target := newTarget(t, plainAnswer)
	seen := map[string]int{}
	for seed := range int64(120) {
		spelled, got := raw(t, through(t, target.address, seed), "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0.5, deflate, br\r\n\r\n")
		coding := got.value("content-encoding")
		seen["coding "+coding]++
		if text := decoded(t, coding, got.body); !sameJSON(t, `{"a":"x/y","b":[1]}`, text) {
			t.Errorf("seed %d: %s", seed, text)
		} else if text != `{"a":"x/y","b":[1]}` {
			seen["respelled"]++
		}
		if got.status() != "200" || !slices.Equal(got.values("set-cookie"), []string{"a=1", "b=2"}) || got.value("x-other") != "o" {
			t.Errorf("seed %d: %s", seed, spelled)
		}
		for _, part := range []string{"SET-COOKIE", "set-cookie", "via", "x-request-id", "date", "chunked", "connection: close"} {
			text := spelled
			if part != "SET-COOKIE" && part != "set-cookie" {
				text = strings.ReplaceAll(strings.ToLower(spelled), ":close", ": close")
			}
			if strings.Contains(text, part) {
				seen[part]++
			} else {
				seen["no "+part]++
			}
		}
	}
	for _, part := range []string{"coding ", "coding gzip", "coding deflate", "respelled", "SET-COOKIE", "set-cookie", "via", "x-request-id",
		"date", "chunked", "connection: close", "no via", "no chunked", "no connection: close"} {
		if seen[part] == 0 {
			t.Errorf("never %q: %v", part, seen)
		}
	}
}

func decoded(t *testing.T, coding string, data []byte) string {
	t.Helper()
	var reader io.Reader = bytes.NewReader(data)
	var err error
	switch coding {
	case "gzip":
		reader, err = gzip.NewReader(reader)
	case "deflate":
		reader, err = zlib.NewReader(reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What HTTP protects stays as it is.
func TestWhatMustStay(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	body := "Content-Length: 7\r\n\r\n" + `{"a":1}`
	for what, answer := range map[string]string{
		"no-transform": head + "Cache-Control: no-store, no-transform\r\n" + body,
		"ETag":         head + "ETag: \"x\"\r\n" + body,
		"encoded":      head + "Content-Encoding: br\r\n" + body,
		"to the end":   "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + `{"a":1}`,
	} {
		target := newTarget(t, answer)
		for seed := range int64(20) {
			accept := map[bool]string{true: "identity, gzip;q=0, *;q=0", false: "gzip"}[what == "to the end"]
			spelled, got := raw(t, through(t, target.address, seed), "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: "+accept+"\r\n\r\n")
			if string(got.body) != `{"a":1}` || !strings.HasPrefix(spelled, "HTTP/1.1 200 OK\r\n") {
				t.Errorf("%s, seed %d: %s", what, seed, spelled)
			}
		}
	}
}

func TestBodilessAnswers(t *testing.T) {
	for request, answer := range map[string]string{
		"HEAD": "HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\n", "DELETE": "HTTP/1.1 204 No Content\r\n\r\n",
		"PUT": "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "GET": "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n",
		"POST": "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
	} {
		target := newTarget(t, answer)
		for seed := range int64(20) {
			spelled, got := raw(t, through(t, target.address, seed), request+" / HTTP/1.1\r\nHost: a\r\n\r\n")
			want := strings.Fields(answer[strings.LastIndex(answer, "HTTP/"):])[1]
			if got.status() != want || len(got.body) != 0 || (want == "204" || request == "HEAD") && got.chunked {
				t.Errorf("%s, seed %d: %s", request, seed, spelled)
			}
		}
	}
}

func TestConnections(t *testing.T) {
	target := newTarget(t, plainAnswer)
	for seed := range int64(10) {
		address := through(t, target.address, seed)
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		in, kept := bufio.NewReader(connection), true
		for kept {
			io.WriteString(connection, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx")
			early, err := readHead(in)
			if err != nil || early.status() != "100" {
				t.Fatalf("no word to go on: %v", err)
			}
			got, err := readResponse(in, "POST")
			if err != nil {
				t.Fatal(err)
			}
			kept = !got.has("connection", "close")
		}
		if _, err := in.ReadByte(); err != io.EOF {
			t.Errorf("seed %d: the connection stays open after it was said to close", seed)
		}
		connection.Close()
		_, got := raw(t, address, "GET / HTTP/1.0\r\n\r\n")
		if got.chunked || len(got.values("content-length")) != 1 {
			t.Errorf("seed %d: chunks for HTTP/1.0", seed)
		}
	}
}

func TestRefusals(t *testing.T) {
	target := newTarget(t, plainAnswer)
	address := through(t, target.address, 1)
	for _, request := range []string{"GET / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"} {
		if spelled, got := raw(t, address, request); got.status() != "400" {
			t.Errorf("%q: %s", request, spelled)
		}
	}
	nobody := listen(t)
	nobody.Close()
	response, err := http.Get("http://" + through(t, nobody.Addr().String(), 1))
	if err != nil || response.StatusCode != 502 {
		t.Errorf("without a target: %v %v", response, err)
	}
}
