/** One place of a template of the generator that is written in another way. */
export interface TemplateChange {
  /** The template, by its path among those of the language. */
  readonly file: string;
  /** Stands there exactly once, or so many times. */
  readonly find: string;
  readonly times?: number;
  readonly replace: string;
}

/** An error would show the JSON that was given, with its secrets. */
function withoutJson(file: string, find: string, times: number): TemplateChange {
  return { file: `libraries/okhttp-gson/${file}.mustache`, find, times, replace: '"*"' };
}

/** The same in Python: pydantic's errors would show what was given. */
const hidesInput = 'hide_input_in_errors';

/** The body of a Kotlin class, which not every class has: it is written there for all. */
const kotlinBody = 'vendorExtensions.x-has-data-class-body';

/** What no option of a generator mends, by language. Each is gone where the generator mends it: it is then not found. */
export const templateChanges: Readonly<Record<string, readonly TemplateChange[]>> = {
  python: [
    ...[
      { kind: 'generic', further: '' },
      { kind: 'oneof', further: '        extra="forbid",\n' },
    ].map(({ kind, further }) => ({
      file: `model_${kind}.mustache`,
      find: 'model_config = ConfigDict(\n',
      replace: `model_config = ConfigDict(\n        ${hidesInput}=True,\n${further}`,
    })),
    {
      file: 'model_anyof.mustache',
      find: 'model_config = {\n',
      // A dict that is given for such a union was taken for an empty one, and sent as nothing.
      replace: `model_config = {\n        "${hidesInput}": True,\n        "extra": "forbid",\n`,
    },
    {
      // A server that never answers would hold a program for ever.
      file: 'rest.mustache',
      find: '        timeout = None\n',
      replace: '        timeout = urllib3.Timeout(total=60)\n',
    },
    // By a redirect, credentials and secrets would come to another server. Some urllib3 overlook what retries say of it.
    ...[
      { margin: ' '.repeat(24), times: 5 },
      { margin: ' '.repeat(20), times: 1 },
    ].map(({ margin, times }) => {
      const find = `self.pool_manager.request(\n${margin}method,\n${margin}url,\n`;
      return { file: 'rest.mustache', find, times, replace: `${find}${margin}redirect=False,\n` };
    }),
    {
      file: 'api.mustache',
      find: 'from pydantic import validate_call,',
      replace: 'from pydantic import ConfigDict, validate_call,',
    },
    {
      file: 'api.mustache',
      find: '@validate_call\n',
      times: 10,
      replace: `@validate_call(config=ConfigDict(${hidesInput}=True))\n`,
    },
  ],
  java: [
    {
      // By a redirect, credentials and secrets would come to another server.
      file: 'libraries/okhttp-gson/ApiClient.mustache',
      find: 'OkHttpClient.Builder builder = new OkHttpClient.Builder();',
      replace:
        'OkHttpClient.Builder builder = new OkHttpClient.Builder().followRedirects(false).followSslRedirects(false);',
    },
    withoutJson('pojo', 'jsonElement.toString()', 2),
    withoutJson('pojo', 'jsonObj.get("{{{baseName}}}").toString()', 5),
    withoutJson('pojo', 'entry.getValue().toString()', 1),
    withoutJson('anyof_model', 'jsonElement.toString()', 12),
    withoutJson('oneof_model', 'jsonElement.toString()', 18),
  ],
  go: [
    {
      // By a redirect, credentials and secrets would come to another server, whatever the client of a caller does.
      file: 'client.mustache',
      find: '\tresp, err := c.cfg.HTTPClient.Do(request)\n',
      replace: `\tclient := *c.cfg.HTTPClient
\tclient.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
\tresp, err := client.Do(request)
`,
    },
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
  'typescript-fetch': [
    {
      file: 'runtime.mustache',
      find: "'Response returned an error code'",
      // A browser tells of a redirect that it is one, and no more.
      replace:
        "response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400) ? `The server answered with a redirect, which is not followed, of the status ${response.status}` : `The server answered with the status ${response.status}`",
    },
    {
      // By a redirect, credentials and secrets would come to another server.
      file: 'runtime.mustache',
      find: 'const overriddenInit: RequestInit = {\n            ...initParams,\n',
      replace:
        "const overriddenInit: RequestInit = {\n            redirect: 'manual',\n            ...initParams,\n",
    },
  ],
  csharp: [
    {
      file: 'libraries/generichost/modelGeneric.mustache',
      find: 'sb.Append("  {{name}}: ").Append({{name}}).Append("\\n");',
      replace:
        'sb.Append("  {{name}}: ").Append({{#isPassword}}"*"{{/isPassword}}{{^isPassword}}{{name}}{{/isPassword}}).Append("\\n");',
    },
  ],
  kotlin: [
    {
      file: 'data_class.mustache',
      find: `{{#${kotlinBody}}} {\n{{/${kotlinBody}}}`,
      replace: ` {
    /** The object as text, with an asterisk for each secret. */
    override fun toString(): kotlin.String =
        "{{classname}}({{#allVars}}{{{name}}}={{#isPassword}}*{{/isPassword}}{{^isPassword}}\${this.{{{name}}}}{{/isPassword}}{{^-last}}, {{/-last}}{{/allVars}})"
`,
    },
    {
      file: 'data_class.mustache',
      find: `{{#${kotlinBody}}}\n}\n{{/${kotlinBody}}}`,
      replace: '}\n',
    },
  ],
  rust: [
    {
      file: 'model.mustache',
      find: '{{#oneOf.isEmpty}}#[derive(Clone, Default, Debug, PartialEq, Serialize, Deserialize)]',
      replace: '{{#oneOf.isEmpty}}#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]',
    },
    {
      file: 'model.mustache',
      find: '{{/vars}}\n}\n\nimpl {{{classname}}} {\n',
      replace: `{{/vars}}
}

/// Shows an asterisk for each secret.
impl std::fmt::Debug for {{{classname}}} {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("{{{classname}}}")
            {{#vars}}
            .field("{{{baseName}}}", {{#isPassword}}&"*"{{/isPassword}}{{^isPassword}}&self.{{{name}}}{{/isPassword}})
            {{/vars}}
            .finish()
    }
}

impl {{{classname}}} {
`,
    },
  ],
  php: [
    {
      file: 'model_generic.mustache',
      find: `        return json_encode(
            ObjectSerializer::sanitizeForSerialization($this),
            JSON_PRETTY_PRINT
        );
    }
`,
      replace: `        return json_encode(self::shown($this), JSON_PRETTY_PRINT);
    }

    /**
     * What var_dump and print_r show: no secret.
     *
     * @return array
     */
    public function __debugInfo()
    {
        return (array) self::shown($this);
    }

    /**
     * An object as it is sent, with an asterisk for each secret, inside of it too.
     *
     * @param mixed $value an object of this package, or a value in it
     * @return mixed
     */
    private static function shown($value)
    {
        if (is_array($value)) {
            return array_map([self::class, 'shown'], $value);
        }
        if (!$value instanceof ModelInterface) {
            return ObjectSerializer::sanitizeForSerialization($value);
        }
        $formats = $value::openAPIFormats();
        $found = [];
        foreach ($value::getters() as $property => $getter) {
            $held = $value->$getter();
            if ($held !== null) {
                $found[$value::attributeMap()[$property]] = ($formats[$property] ?? null) === 'password' ? '*' : self::shown($held);
            }
        }
        return $found;
    }
`,
    },
  ],
  ruby: [
    {
      file: 'api_model_base.mustache',
      find: '    def to_s\n      to_hash.to_s\n    end\n',
      replace: `    def to_s
      shown.to_s
    end

    # What p and irb show: an asterisk for each secret.
    def inspect
      "#<#{self.class.name} #{self}>"
    end

    # @return [Hash] The object as a hash, with an asterisk for each secret
    def shown
      self.class.attribute_map.each_with_object({}) do |(attribute, name), hash|
        value = send(attribute)
        hash[name] = self.class.secrets.include?(attribute) ? '*' : value unless value.nil?
      end
    end
`,
    },
    {
      file: 'partial_model_generic.mustache',
      find: '    # Attribute type mapping.\n',
      replace: `    # The attributes that hold a secret.
    def self.secrets
      [{{#vars}}{{#isPassword}}:'{{{name}}}', {{/isPassword}}{{/vars}}]
    end

    # Attribute type mapping.
`,
    },
  ],
};

/** A template with its changes. Throws where a place is not there as often as it says. */
export function changedTemplate(
  path: string,
  text: string,
  changes: readonly TemplateChange[],
): string {
  let changed = text;
  for (const { find, replace, times = 1 } of changes) {
    const parts = changed.split(find);
    if (parts.length !== times + 1)
      throw new Error(`${path} has ${parts.length - 1} times what is to be changed there: ${find}`);
    changed = parts.join(replace);
  }
  return changed;
}
