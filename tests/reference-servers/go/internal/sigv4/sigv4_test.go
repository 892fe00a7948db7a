package sigv4

import (
	"net/http"
	"testing"
	"time"
)

// The vendor's published example get-vanilla.
func TestPublishedExample(t *testing.T) {
	at := time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)
	v := &Verifier{Service: "service", Region: "us-east-1", Skew: 5 * time.Minute, Now: func() time.Time { return at.Add(5 * time.Minute) },
		Keys: map[string]Key{"AKIDEXAMPLE": {Secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}}}
	r, _ := http.NewRequest("GET", "http://example.amazonaws.com/", nil)
	r.Header.Set("X-Amz-Date", "20150830T123600Z")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
	if id, reason := v.Verify(r, nil); id != "AKIDEXAMPLE" || reason != "" {
		t.Errorf("refused: %s", reason)
	}
	v.Now = func() time.Time { return at.Add(5*time.Minute + time.Second) }
	if _, reason := v.Verify(r, nil); reason != Expired {
		t.Errorf("reason %q, want %q", reason, Expired)
	}
}

func TestCanonicalQuery(t *testing.T) {
	cases := []struct {
		raw   string
		space bool
		want  string
	}{
		{"b=2&a=1&a=0&c", false, "a=0&a=1&b=2&c="},
		{"a=%7e%2f%c3%a9'*", false, "a=~%2F%C3%A9%27%2A"},
		{"a=x+y", false, "a=x%2By"},
		{"a=x+y", true, "a=x%20y"},
		{"a-=1&a=2", false, "a=2&a-=1"},
	}
	for _, c := range cases {
		if got := canonicalQuery(c.raw, c.space); got != c.want {
			t.Errorf("%s: %s, want %s", c.raw, got, c.want)
		}
	}
}
