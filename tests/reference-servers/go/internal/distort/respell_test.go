package distort

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// A spelling is another one of the same value; what Go's decoder cannot tell
// apart is compared in the proxy's own terms.
func TestRespellKeepsTheValue(t *testing.T) {
	texts := []string{
		`{}`, `[ ]`, `"x"`, `null`, ` -0.0e-7 `, `[1,2.50,1e400,9007199254740993,true,false,null]`,
		`{"ä":"ü/\/\u00e4\ud83d\ude00😀","b":{"c":[{},{"d":""}],"e":"\"\\\b\f\n\r\t\u0001\u007f\u2028"},"a":[[],[[]]]}`,
	}
	for _, text := range texts {
		for number := range uint64(200) {
			spelled := newDraw(1, number).respell([]byte(text))
			if !sameJSON(t, text, string(spelled)) {
				t.Fatalf("%s became %s", text, spelled)
			}
		}
	}
}

// sameJSON compares two texts; numbers count as they are spelled.
func sameJSON(t *testing.T, one, other string) bool {
	t.Helper()
	read := func(data string) (value any) {
		decoder := json.NewDecoder(strings.NewReader(data))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		return value
	}
	return reflect.DeepEqual(read(one), read(other))
}

func TestRespellKeepsWhatIsNotPlain(t *testing.T) {
	for _, text := range []string{`{"a":1`, "\xff", "", "\xef\xbb\xbf{}"} {
		if got := newDraw(1, 1).respell([]byte(text)); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	for number := range uint64(100) {
		twice := newDraw(1, number).respell([]byte(`{"a":1,"\u0061":2}`))
		var value map[string]int
		if json.Unmarshal(twice, &value) != nil || value["a"] != 2 {
			t.Fatalf("the last of two members is no longer the last: %s", twice)
		}
		half := newDraw(1, number).respell([]byte(`["\ud83d","\ude00x"]`))
		s := &speller{draw: newDraw(1, 1), in: half}
		units := []string{}
		s.skip()
		s.items(']', func() { s.skip(); name, _ := s.text(); units = append(units, name) })
		if !reflect.DeepEqual(units, []string{"[55357]", "[56832 120]"}) || !utf8.Valid(half) {
			t.Fatalf("half a pair became %q", half)
		}
	}
}

func TestRespellChanges(t *testing.T) {
	text := `{"first":"a/ä","second":2}`
	seen := map[string]bool{}
	for number := range uint64(200) {
		seen[string(newDraw(1, number).respell([]byte(text)))] = true
	}
	for _, wanted := range []string{text, `{"second":2,"first":"a/ä"}`} {
		if !seen[wanted] {
			t.Errorf("never spelled %s", wanted)
		}
	}
	if len(seen) < 50 {
		t.Errorf("%d spellings only", len(seen))
	}
}
