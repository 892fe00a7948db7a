package wickr

import "plainservers/internal/fault"

// Faults lists the mistakes that the API can make, one at a time.
func Faults() []fault.Fault {
	return append(append(saveFaults(), answerFaults()...), accessFaults()...)
}

func saveFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "scopes-sorted", Authority: "reading", Sentence: "The scopes are saved in alphabetical order.", Fact: "Open questions: GetOidcInfo answers the members of the last save exactly as sent"},
		{Name: "extra-params-decoded", Authority: "reading", Sentence: "Percent-encoded characters in extraAuthParams are decoded when they are saved.", Fact: "Open questions: GetOidcInfo answers the members of the last save exactly as sent"},
		{Name: "emoji-lost", Authority: "reading", Sentence: "Characters beyond the first 65,536 are saved as question marks in customUsername.", Fact: "Open questions: GetOidcInfo answers the members of the last save exactly as sent"},
		{Name: "test-saves", Authority: "documented", Sentence: "A test of an issuer writes this issuer into the saved configuration.", Fact: "RegisterOidcConfigTest: saves nothing"},
		{Name: "application-id-grows", Authority: "documented", Sentence: "applicationId counts the saves of a network, beyond 10 as well.", Fact: "RegisterOidcConfig: applicationId is an integer from 1 to 10"},
		{Name: "answer-mixed", Authority: "documented", Sentence: "Of several saves at once, all are answered with the configuration of the last one.", Fact: "RegisterOidcConfig: the response is the configuration; two networks share nothing"},
	}
}

func answerFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "save-answer-short", Authority: "documented", Sentence: "The answer to a save lacks scopes.", Fact: "RegisterOidcConfig: companyId, scopes and issuer are always there"},
		{Name: "unsaved-shows-other", Authority: "reading", Sentence: "A network without a configuration shows the one that was saved last, of whatever network.", Fact: "Open questions: GetOidcInfo before the first save; two networks share nothing"},
		{Name: "secret-in-extra-params", Authority: "reading", Sentence: "extraAuthParams is answered with client_secret=SECRET at its end where a secret and parameters were saved.", Fact: "Open questions: the secret stands only at secret or clientSecret"},
		{Name: "token-info-always", Authority: "documented", Sentence: "GetOidcInfo answers tokenInfo also where no token parameters were sent.", Fact: "GetOidcInfo: tokenInfo only where token parameters were sent"},
		{Name: "unknown-network-400", Authority: "documented", Sentence: "A ResourceNotFoundError for an unknown network has the status 400.", Fact: "Errors: ResourceNotFoundError is 404"},
		{Name: "capital-message", Authority: "reading", Sentence: "An answer to a request that is not signed rightly spells its message as Message.", Fact: "Open questions: requests that are not signed rightly are answered as JSON with message and an error name"},
		{Name: "errors-without-cors", Authority: "documented", Sentence: "Error answers have no Access-Control-Allow-Origin.", Fact: "More from the model: the service declares CORS with origin *"},
	}
}

func accessFaults() []fault.Fault {
	return []fault.Fault{
		{Name: "test-scopes-optional", Authority: "documented", Sentence: "A test without scopes is taken.", Fact: "RegisterOidcConfigTest: scopes is required"},
		{Name: "long-network-id-cut", Authority: "documented", Sentence: "Of a networkId of more than 8 digits the first 8 count.", Fact: "RegisterOidcConfig: networkId is of exactly 8 digits"},
		{Name: "info-without-role", Authority: "documented", Sentence: "GetOidcInfo is answered to keys without rights.", Fact: "Errors: ForbiddenError 403; More from the model: a call without rights must fail"},
		{Name: "region-any", Authority: "documented", Sentence: "A request that is signed for another region is taken.", Fact: "Service: Signature Version 4; the region is the one of the endpoint"},
		{Name: "query-left-out", Authority: "documented", Sentence: "A signature of the request without its query is taken, so that a query can be added later.", Fact: "Service: Signature Version 4; Open questions: a query changed after signing"},
		{Name: "body-hash-trusted", Authority: "documented", Sentence: "Where a request states the hash of its body, the body is not looked at.", Fact: "Service: Signature Version 4; Open questions: a body changed after signing"},
		{Name: "old-request-taken", Authority: "reading", Sentence: "A request that was signed more than 5 minutes ago is taken.", Fact: "Open questions: a date more than 5 minutes off"},
	}
}
