package e2e

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// signer signs requests; it shares nothing with the servers' verifier.
type signer struct {
	id, secret, token, region, service string
	at                                 time.Time
	hashHeader                         bool
}

func sum(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

func keyed(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return string(h.Sum(nil))
}

// strict is the encoding that signatures want.
func strict(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(text), "+", "%20"), "%7E", "~")
}

// request makes a signed request.
func (s signer) request(t *testing.T, method, base, path string, query url.Values, body string) *http.Request {
	t.Helper()
	pairs := []string{}
	for name, values := range query {
		for _, value := range values {
			pairs = append(pairs, strict(name)+"="+strict(value))
		}
	}
	slices.Sort(pairs)
	sorted := strings.Join(pairs, "&")
	slices.Reverse(pairs)
	address := base + path
	if len(pairs) > 0 {
		address += "?" + strings.Join(pairs, "&")
	}
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	stamp := s.at.UTC().Format("20060102T150405Z")
	headers := map[string]string{"host": r.URL.Host, "x-amz-date": stamp}
	if s.token != "" {
		headers["x-amz-security-token"] = s.token
	}
	if s.hashHeader {
		headers["x-amz-content-sha256"] = sum(body)
	}
	if body != "" {
		headers["content-type"] = "application/json"
	}
	s.sign(r, stamp, headers, []string{method, strings.ReplaceAll(path, "%", "%25"), sorted}, body)
	return r
}

// sign sets the headers and the signature.
func (s signer) sign(r *http.Request, stamp string, headers map[string]string, top []string, body string) {
	names, lines := []string{}, ""
	for name := range headers {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		lines += name + ":" + headers[name] + "\n"
		if name != "host" {
			r.Header.Set(name, headers[name])
		}
	}
	signed := strings.Join(names, ";")
	canonical := strings.Join(append(top, lines, signed, sum(body)), "\n")
	scope := strings.Join([]string{stamp[:8], s.region, s.service, "aws4_request"}, "/")
	key := keyed(keyed(keyed(keyed("AWS4"+s.secret, stamp[:8]), s.region), s.service), "aws4_request")
	signature := hex.EncodeToString([]byte(keyed(key, "AWS4-HMAC-SHA256\n"+stamp+"\n"+scope+"\n"+sum(canonical))))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+s.id+"/"+scope+", SignedHeaders="+signed+", Signature="+signature)
}
