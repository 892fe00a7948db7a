// Package sigv4 verifies requests signed with AWS Signature Version 4 in
// their headers.
package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"
)

// Reason says why a request is not taken.
type Reason string

// Reasons, named after the errors that are common to all actions.
const (
	Missing    Reason = "MissingAuthenticationToken"
	Incomplete Reason = "IncompleteSignature"
	UnknownKey Reason = "UnrecognizedClientException"
	Mismatch   Reason = "InvalidSignatureException"
	Expired    Reason = "RequestExpired"
)

// Key is what the verifier knows about an access key.
type Key struct {
	Secret string
	// SessionToken is the token that belongs to a temporary key, or empty.
	SessionToken string
}

// Verifier checks signatures for one service in one region.
type Verifier struct {
	Service, Region string
	Keys            map[string]Key
	Skew            time.Duration
	Now             func() time.Time
	// PlusIsSpace says how a plain + in a query is read.
	PlusIsSpace bool
	Lenient     Lenient
}

// Lenient says what a faulty verifier does not look at.
type Lenient struct {
	// AnyRegion takes a scope of any region, AnyAge any time that is past.
	AnyRegion, AnyAge bool
	// StatedHash believes the hash of the body that the request states, and
	// NoQuery takes a signature of the request without its query.
	StatedHash, NoQuery bool
}

// authorization is the parsed header of that name.
type authorization struct {
	id, date, region, service, end string
	signedHeaders                  []string
	signature                      string
}

// Verify checks a request whose body has been read. It gives the access key's
// id, or a reason to refuse.
func (v *Verifier) Verify(r *http.Request, body []byte) (string, Reason) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return "", Missing
	}
	parsed, right := parse(header)
	if !right || len(r.Header.Values("Authorization")) != 1 {
		return "", Incomplete
	}
	key, known := v.Keys[parsed.id]
	if !known {
		return "", UnknownKey
	}
	signedAt, reason := v.checkTime(r, parsed)
	if reason != "" {
		return "", reason
	}
	if !v.scopeFits(parsed) || !headersFit(r, parsed.signedHeaders) || !v.payloadFits(r, body) {
		return "", Mismatch
	}
	if !v.signedRight(r, body, key.Secret, parsed, signedAt) {
		return "", Mismatch
	}
	if key.SessionToken != "" && !hmac.Equal([]byte(key.SessionToken), []byte(r.Header.Get("X-Amz-Security-Token"))) {
		return "", UnknownKey
	}
	return parsed.id, ""
}

// parse reads the Authorization header.
func parse(header string) (authorization, bool) {
	var a authorization
	rest, found := strings.CutPrefix(header, algorithm)
	if !found || rest == "" || rest[0] != ' ' {
		return a, false
	}
	fields := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if _, twice := fields[name]; twice {
			return a, false
		}
		fields[name] = value
	}
	scope := strings.Split(fields["Credential"], "/")
	if len(scope) != 5 || fields["SignedHeaders"] == "" || fields["Signature"] == "" || len(fields) != 3 {
		return a, false
	}
	a = authorization{id: scope[0], date: scope[1], region: scope[2], service: scope[3], end: scope[4],
		signedHeaders: strings.Split(fields["SignedHeaders"], ";"), signature: fields["Signature"]}
	return a, true
}

// checkTime reads the time of signing and holds it against the clock.
func (v *Verifier) checkTime(r *http.Request, a authorization) (time.Time, Reason) {
	signedAt, err := time.Parse(timeFormat, r.Header.Get("X-Amz-Date"))
	if r.Header.Get("X-Amz-Date") == "" {
		signedAt, err = http.ParseTime(r.Header.Get("Date"))
	}
	if err != nil {
		return signedAt, Incomplete
	}
	signedAt = signedAt.UTC()
	if signedAt.Format("20060102") != a.date {
		return signedAt, Mismatch
	}
	age := v.Now().Sub(signedAt)
	if age.Abs() > v.Skew && !(v.Lenient.AnyAge && age > 0) {
		return signedAt, Expired
	}
	return signedAt, ""
}

func (v *Verifier) scopeFits(a authorization) bool {
	return (a.region == v.Region || v.Lenient.AnyRegion) && a.service == v.Service && a.end == "aws4_request"
}

// headersFit checks that the list of signed headers is sorted and has the host
// and every header that must be signed.
func headersFit(r *http.Request, signed []string) bool {
	listed := map[string]bool{}
	for i, name := range signed {
		if name != strings.ToLower(name) || i > 0 && signed[i-1] >= name {
			return false
		}
		listed[name] = true
	}
	for name := range r.Header {
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "x-amz-") && !exempt(lower) && !listed[lower] {
			return false
		}
	}
	dated := listed["x-amz-date"] || r.Header.Get("X-Amz-Date") == "" && listed["date"]
	return listed["host"] && dated
}

// exempt headers may be added behind the signer.
func exempt(lower string) bool {
	return lower == "x-amz-content-sha256" || lower == "x-amz-user-agent" || lower == "x-amzn-trace-id"
}

// payloadFits checks the hash that the request states, if any.
func (v *Verifier) payloadFits(r *http.Request, body []byte) bool {
	stated := r.Header.Get("X-Amz-Content-Sha256")
	return stated == "" || stated == hexHash(body) || v.Lenient.StatedHash
}

// signedRight compares the signature with the one that the request should have.
func (v *Verifier) signedRight(r *http.Request, body []byte, secret string, a authorization, signedAt time.Time) bool {
	hash, stated := hexHash(body), r.Header.Get("X-Amz-Content-Sha256")
	if v.Lenient.StatedHash && stated != "" {
		hash = stated
	}
	queries := []string{r.URL.RawQuery}
	if v.Lenient.NoQuery {
		queries = append(queries, "")
	}
	for _, query := range queries {
		expected := signature(secret, a, signedAt, canonicalRequest(r, a.signedHeaders, query, hash, v.PlusIsSpace))
		if hmac.Equal([]byte(expected), []byte(a.signature)) {
			return true
		}
	}
	return false
}

func signature(secret string, a authorization, signedAt time.Time, canonical string) string {
	scope := strings.Join([]string{a.date, a.region, a.service, a.end}, "/")
	toSign := strings.Join([]string{algorithm, signedAt.Format(timeFormat), scope, hexHash([]byte(canonical))}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range []string{a.date, a.region, a.service, a.end} {
		key = mac(key, part)
	}
	return hex.EncodeToString(mac(key, toSign))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func hexHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
