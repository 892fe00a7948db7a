package pvwa

import "plainservers/internal/fault"

// Faults lists the mistakes that a whole PVWA can make, one at a time.
func Faults() []fault.Fault {
	all := append(storageFaults(), listFaults()...)
	all = append(all, identityFaults()...)
	all = append(all, answerFaults()...)
	all = append(all, methodFaults()...)
	return append(all, sessionFaults()...)
}

func storageFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "description-cut", Authority: "documented", Sentence: "A provider's description is cut to 200 characters when it is saved.", Fact: "Update: description has at most 255 characters; a read answers the members"},
		{Name: "update-keeps-description", Authority: "documented", Sentence: "An update that leaves the description out keeps the old one.", Fact: "Update: it replaces; an optional member left out falls back to its default"},
		{Name: "wrong-claim-default", Authority: "documented", Sentence: "An update that leaves userNameClaim out sets it to sub.", Fact: "Update: userNameClaim has the default preferred_username"},
		{Name: "html-escaped", Authority: "documented", Sentence: "A description is saved with HTML entities in place of <, >, &, ' and \".", Fact: "Update: description; a read answers the members"},
		{Name: "partial-write", Authority: "reading", Sentence: "An update that is refused with 400 has nevertheless saved its clientId.", Fact: "Server: 400 is a bad request (that it changes nothing is not said)"},
		{Name: "lost-add", Authority: "documented", Sentence: "Each add writes the whole collection back as it was before a short wait, so that of several adds at once only the last one stays.", Fact: "The rest of the family: add answers 201, and a read answers 200"},
		{Name: "number-as-text", Authority: "documented", Sentence: "A number sent as description is taken and saved as a text.", Fact: "Update: description is a string"},
		{Name: "client-id-101", Authority: "documented", Sentence: "A clientId of 101 characters is taken.", Fact: "Update: clientId has at most 100 characters"},
		{Name: "claim-newline", Authority: "documented", Sentence: "A userNameClaim with a line feed at its end is taken.", Fact: "Update: userNameClaim has letters and _ only"},
	}
}

func listFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "list-stale", Authority: "documented", Sentence: "The list of providers is kept until the next add or delete and does not show updates.", Fact: "The rest of the family: list answers the providers"},
		{Name: "list-page", Authority: "documented", Sentence: "The list of providers ends after ten.", Fact: "The rest of the family: list answers the providers"},
		{Name: "list-shows-secret", Authority: "documented", Sentence: "The list of providers shows the client secrets.", Fact: "Update: a read never gives back the client secret"},
		{Name: "list-enum-number", Authority: "documented", Sentence: "In the list of providers clientSecretMethod is 0 or 1.", Fact: "Update: clientSecretMethod is a string, Basic or Post"},
	}
}

func identityFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "id-not-freed", Authority: "documented", Sentence: "The id of a deleted provider stays taken.", Fact: "The rest of the family: add answers 201, and 409 where the id is taken"},
		{Name: "recreated-inherits", Authority: "documented", Sentence: "A provider that is added again after its deletion has the old description where it brings none.", Fact: "Update: an optional member left out falls back to its default"},
		{Name: "read-by-prefix", Authority: "reading", Sentence: "A read with the beginning of an id answers the first provider whose id begins so.", Fact: "Open questions: an unknown id is 404"},
		{Name: "delete-ignores-case", Authority: "reading", Sentence: "A delete removes a provider whose id differs in letter case.", Fact: "Open questions: an unknown id is 404; ids that differ only in case are two"},
		{Name: "id-leading-zeros", Authority: "documented", Sentence: "An id of digits is kept as a number and loses its leading zeros.", Fact: "The rest of the family: id is of letters and digits; add answers the provider"},
		{Name: "slash-redirect", Authority: "documented", Sentence: "A path of one provider with a slash at its end is answered by 301 to the path without.", Fact: "Server: the documented URL ends in a slash; both work"},
	}
}

func answerFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "taken-400", Authority: "documented", Sentence: "An add of a provider whose id is taken is answered 400.", Fact: "The rest of the family: 409 where the id is taken"},
		{Name: "not-found-empty", Authority: "documented", Sentence: "The 404 for an unknown provider has no body.", Fact: "Server: error body"},
		{Name: "details-echo-body", Authority: "reading", Sentence: "The Details of a refused add repeat the request's body, client secret and all.", Fact: "Open questions: clientSecret is in no answer, an error's text included"},
		{Name: "existence-leaks", Authority: "reading", Sentence: "A read of an unknown provider by somebody without permission is answered 404.", Fact: "Open questions: permission (403) comes before existence (404)"},
		{Name: "shared-cache", Authority: "documented", Sentence: "A provider that an administrator has read is answered to every session that reads it later.", Fact: "Server: who may call is a member of Vault Admins; 403 is not permitted"},
		{Name: "read-text-html", Authority: "documented", Sentence: "The answer to a read of one provider is named text/html.", Fact: "More from the description: answers are JSON, or vnd.cyberark.api+json when asked for"},
		{Name: "no-allow-header", Authority: "documented", Sentence: "A 405 has no Allow header.", Fact: "Authority of a fact: RFC 9110 (15.5.6: a 405 must have an Allow header)"},
	}
}

func methodFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "false-as-true", Authority: "documented", Sentence: "A method that is added with enabled false is saved as enabled.", Fact: "Authentication methods: enabled is a boolean; add answers the method"},
		{Name: "second-factor-kept", Authority: "documented", Sentence: "An update of a method with an empty secondFactorAuth leaves the second factor on.", Fact: "Authentication methods: an empty secondFactorAuth switches it off"},
		{Name: "labels-swapped", Authority: "documented", Sentence: "usernameFieldLabel and passwordFieldLabel are saved under each other's name.", Fact: "Authentication methods: members"},
		{Name: "body-id-wins", Authority: "documented", Sentence: "An update of a method whose body holds another id renames the method.", Fact: "Authentication methods: update takes all but id"},
		{Name: "delete-without-role", Authority: "documented", Sentence: "Every logged-on user can delete an authentication method.", Fact: "Authentication methods: same role (Vault Admins), same errors"},
		{Name: "list-without-session", Authority: "documented", Sentence: "The list of authentication methods needs no session.", Fact: "Server: 401 is no or an expired session"},
		{Name: "add-overwrites", Authority: "documented", Sentence: "An add of a method whose id is taken replaces the method and is answered 201.", Fact: "The rest of the family: 409 where the id is taken; methods have the same errors"},
		{Name: "id-not-decoded", Authority: "documented", Sentence: "Percent-encoded characters in the id of a method's path are not decoded.", Fact: "Authority of a fact: a standard (RFC 3986, 6.2.2.2: %54 and T are the same)"},
		{Name: "update-answers-before", Authority: "documented", Sentence: "An update of a method is answered with the method as it was before.", Fact: "Authentication methods: update answers the method"},
	}
}

func sessionFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "token-after-logoff", Authority: "reading", Sentence: "After the log-off, reads and lists still take the token.", Fact: "Open questions: a token after Logoff is 401"},
		{Name: "concurrent-ignored", Authority: "documented", Sentence: "A log-on with concurrentSession true ends the user's other sessions.", Fact: "Session: without concurrentSession: true a log-on may end other sessions"},
		{Name: "timeout-not-on-write", Authority: "documented", Sentence: "Only reads look at the time-out of the session; adds, updates and deletes take an expired one.", Fact: "Session: a session ends by itself after its time-out and then gives 401"},
		{Name: "ldap-token-object", Authority: "documented", Sentence: "A log-on of type LDAP is answered with an object that holds the token.", Fact: "Session: log on answers the token as a JSON string"},
		{Name: "logon-error-camel", Authority: "documented", Sentence: "The errors of a log-on are spelled errorCode and errorMessage.", Fact: "Server: error body"},
	}
}
