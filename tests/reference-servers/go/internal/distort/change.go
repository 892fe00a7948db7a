package distort

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// changeRequest prepares a request for the target. First line, body and all
// fields from end to end stay as they are.
func (d draw) changeRequest(m *message, whole bool) {
	signed := m.signedFields()
	framing := slices.Contains(signed, "content-length") || slices.Contains(signed, "transfer-encoding")
	m.dropHop(signed)
	m.drop("content-length", "transfer-encoding", "expect")
	d.addCommon(m.head, slices.Contains(signed, "via"))
	if !m.framed {
		return
	}
	switch {
	case framing:
	case whole:
		m.chunked = false
	default:
		m.chunked = d.one(2)
	}
	m.frame()
}

// addCommon adds fields that mean nothing to either end.
func (d draw) addCommon(h *head, viaSigned bool) {
	if !viaSigned && d.one(2) {
		h.add("Via", "1.1 distort")
	}
	if h.value("x-request-id") == "" && d.one(2) {
		h.add("X-Request-Id", d.id())
	}
}

// frame says in the head how the body comes.
func (m *message) frame() {
	if m.chunked {
		m.add("Transfer-Encoding", "chunked")
		return
	}
	m.add("Content-Length", strconv.Itoa(len(m.body)))
}

// changeResponse prepares a response for the client. keep says whether the
// connection stays open.
func (d draw) changeResponse(m, request *message, keep bool) {
	bodiless := m.bodiless(request.method())
	length := m.value("content-length")
	m.dropHop(nil)
	m.drop("content-length")
	d.addCommon(m.head, false)
	if m.value("date") == "" && d.one(2) {
		m.add("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	switch {
	case !bodiless:
		d.changeBody(m, request.head)
		m.chunked = !request.old && d.one(2)
		m.frame()
	default:
		m.chunked = false
		if length != "" && m.status() == "304" {
			m.add("Content-Length", length)
		}
	}
	switch {
	case !keep:
		m.add("Connection", "close")
	case request.old || d.one(3):
		m.add("Connection", "keep-alive")
	}
}

// changeBody spells JSON otherwise and compresses, where nothing forbids it.
func (d draw) changeBody(m *message, request *head) {
	fixed := []string{"content-encoding", "content-range", "etag", "digest", "content-digest", "repr-digest", "content-md5"}
	has := func(name string) bool { return len(m.values(name)) > 0 }
	if len(m.body) == 0 || m.has("cache-control", "no-transform") || slices.ContainsFunc(fixed, has) {
		return
	}
	if isJSON(m.value("content-type")) && !d.one(4) {
		m.body = d.respell(m.body)
	}
	codings := acceptedCodings(strings.Join(request.values("accept-encoding"), ","))
	if len(codings) == 0 || d.one(3) {
		return
	}
	coding := pick(d, codings...)
	m.body = d.compress(coding, m.body)
	m.add("Content-Encoding", coding)
	m.add("Vary", "Accept-Encoding")
}

// isJSON reports whether a media type is JSON in UTF-8.
func isJSON(value string) bool {
	mediaType, parameters, err := mime.ParseMediaType(value)
	charset := parameters["charset"]
	return err == nil && (charset == "" || strings.EqualFold(charset, "utf-8")) &&
		(mediaType == "application/json" || mediaType == "text/json" || strings.HasSuffix(mediaType, "+json"))
}

// acceptedCodings lists the codings that the proxy knows and a request takes.
// A request that names none gets none.
func acceptedCodings(value string) []string {
	weight := map[string]float64{}
	for _, word := range words(value) {
		coding, parameters, _ := strings.Cut(word, ";")
		q := 1.0
		if text, found := strings.CutPrefix(strings.TrimSpace(parameters), "q="); found {
			q, _ = strconv.ParseFloat(text, 64)
		}
		weight[strings.TrimSpace(coding)] = q
	}
	accepted := []string{}
	for _, coding := range []string{"gzip", "deflate"} {
		q, named := weight[coding]
		if q > 0 || !named && weight["*"] > 0 {
			accepted = append(accepted, coding)
		}
	}
	return accepted
}

// compress applies a coding; deflate is the zlib format, as RFC 9110 has it.
func (d draw) compress(coding string, data []byte) []byte {
	var out bytes.Buffer
	var writer io.WriteCloser
	level := 1 + d.IntN(9)
	if coding == "gzip" {
		writer, _ = gzip.NewWriterLevel(&out, level)
	} else {
		writer, _ = zlib.NewWriterLevel(&out, level)
	}
	writer.Write(data)
	writer.Close()
	return out.Bytes()
}
