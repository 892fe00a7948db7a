/** One place of a template of the generator that is written in another way. */
export interface TemplateChange {
  /** The template, by its path among those of the language. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** What no option of a generator mends, by language. Each is gone where the generator mends it: it is then not found. */
export const templateChanges: Readonly<Record<string, readonly TemplateChange[]>> = {
  go: [
    {
      // A JSON text was handed over with its quotes, so a token that is a response by itself was never right.
      file: 'client.mustache',
      find: 'if s, ok := v.(*string); ok {',
      replace: 'if s, ok := v.(*string); ok && !JsonCheck.MatchString(contentType) {',
    },
    {
      file: 'model_simple.mustache',
      find: '// New{{classname}} instantiates a new {{classname}} object\n',
      replace: `// String is the object as JSON, with an asterisk for each secret.
func (o {{classname}}) String() string {
	fields, _ := o.ToMap()
	return shown(fields{{#vars}}{{#isPassword}}, "{{baseName}}"{{/isPassword}}{{/vars}})
}

// GoString is what %#v prints: no secret either.
func (o {{classname}}) GoString() string { return "{{classname}}" + o.String() }

// New{{classname}} instantiates a new {{classname}} object
`,
    },
    {
      file: 'utils.mustache',
      find: '// PtrBool is a helper routine that returns a pointer to given boolean value.\n',
      replace: `// shown is an object as JSON, with an asterisk for each secret. What is inside it hides its own.
func shown(fields map[string]interface{}, secrets ...string) string {
	for _, name := range secrets {
		if _, there := fields[name]; there {
			fields[name] = "*"
		}
	}
	for name, value := range fields {
		_, isObject := value.(fmt.Stringer)
		kind := reflect.Indirect(reflect.ValueOf(value)).Kind()
		if isObject || kind == reflect.Slice || kind == reflect.Map {
			fields[name] = fmt.Sprint(value)
		}
	}
	text, _ := json.Marshal(fields)
	return string(text)
}

// PtrBool is a helper routine that returns a pointer to given boolean value.
`,
    },
  ],
};

/** A template with its changes. Throws where a place is not there exactly once. */
export function changedTemplate(
  path: string,
  text: string,
  changes: readonly TemplateChange[],
): string {
  let changed = text;
  for (const { find, replace } of changes) {
    const parts = changed.split(find);
    if (parts.length !== 2)
      throw new Error(`${path} has ${parts.length - 1} times what is to be changed there: ${find}`);
    changed = parts.join(replace);
  }
  return changed;
}
