package pvwa

// UpdateFault is a deliberate fault in the update of a provider.
type UpdateFault struct {
	Name, Sentence, Breaks string
}

// UpdateFaults lists the faults that the update can have.
func UpdateFaults() []UpdateFault {
	return []UpdateFault{
		{"unknown-id-taken", "An update of an unknown id answers 200.", "an unknown id on update is 404; an update never creates"},
		{"no-description-limit", "A description of any length is taken.", "description has at most 255 characters"},
		{"neither-form-taken", "A body with neither discoveryEndpointUrl nor the three members is taken.", "discoveryEndpointUrl is required unless the three are there"},
		{"any-secret-method", "Any text is taken as clientSecretMethod.", "clientSecretMethod is Basic or Post"},
		{"no-token-needed", "The update works without a session token.", "no or an ended session is 401"},
		{"non-ascii-500", "A body with a non-ASCII character is answered 500.", "bodies are UTF-8, limits count characters"},
		{"bytes-counted", "Limits are counted in bytes.", "limits are counted in characters, not bytes"},
		{"answers-provider", "A successful update answers with the provider.", "success is 200 with no body"},
		{"secret-in-error", "The text of a 400 repeats the client secret.", "clientSecret is never in an answer, an error's text included"},
		{"null-taken", "null is taken for a required member.", "null for a required member is 400"},
		{"wrong-type-500", "A text member that is no text is answered 500.", "members have the documented types; bad requests are 400"},
		{"malformed-500", "Malformed JSON is answered 500.", "malformed JSON is 400 with the error body"},
		{"html-errors", "Errors of the update are HTML pages.", "errors have the documented JSON body"},
		{"unknown-members-refused", "A member that is not documented is refused with 400.", "undocumented members of requests are ignored"},
		{"charset-refused", "A media type with a charset parameter is refused.", "application/json; charset=utf-8 is the same as without the parameter"},
		{"any-claim", "Any characters are taken in userNameClaim.", "userNameClaim has letters and _ only"},
		{"empty-client-id-taken", "An empty clientId is taken.", "an empty clientId is 400"},
		{"slash-needed", "The path without a slash at the end is 404.", "the path works with and without the slash"},
	}
}

// KnownFault reports whether a fault of that name exists.
func KnownFault(name string) bool {
	for _, fault := range UpdateFaults() {
		if fault.Name == name {
			return true
		}
	}
	return false
}

// faultBefore refuses an update that a correct server would go on with.
func (s *Server) faultBefore(r *request) *problem {
	if s.faulty("slash-needed") && trimSlash(r.URL.Path) == r.URL.Path {
		return notFound("requested resource")
	}
	if !s.faulty("non-ascii-500") {
		return nil
	}
	for _, b := range r.body {
		if b >= 0x80 {
			return &problem{status: 500, code: "CAWS00001E", english: "An internal error occurred.", nonASCII: "Interner Fehler – möglich."}
		}
	}
	return nil
}

// faultInError makes the text of an error repeat the client secret.
func (s *Server) faultInError(r *request, p *problem) *problem {
	if !s.faulty("secret-in-error") || p.status != 400 {
		return p
	}
	body, failed := s.parse(r)
	if failed != nil {
		return p
	}
	if secret, found := body.members["clientSecret"].(string); found {
		p.english += " Received clientSecret: " + secret
		p.nonASCII += " clientSecret: " + secret
	}
	return p
}
