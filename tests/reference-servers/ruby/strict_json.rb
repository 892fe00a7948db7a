# JSON exactly as RFC 8259 has it (the json library takes comments, unknown escapes and lone surrogates).
require 'strscan'
class StrictJson
  class Bad < StandardError ; end
  def self.parse(bytes, trailing_ok: false)
    s = bytes.dup.force_encoding('UTF-8')
    raise Bad, 'not UTF-8' unless s.valid_encoding?
    new(s, trailing_ok).run
  end
  def initialize(s, trailing_ok) ; @s = StringScanner.new(s) ; @t = trailing_ok ; end
  def run
    ws ; v = value(0) ; ws
    raise Bad, 'text after the value' unless @s.eos? || @t
    v
  end
  def ws ; @s.skip(/[ \t\r\n]*/) ; end
  def value(d)
    raise Bad, 'too deep' if d > 150
    if @s.skip(/\{/)
      h = {} ; ws
      return h if @s.skip(/\}/)
      loop do
        ws ; raise Bad, 'name expected' unless @s.skip(/"/)
        k = str ; ws ; raise Bad, 'colon expected' unless @s.skip(/:/)
        ws ; h[k] = value(d + 1) ; ws
        next if @s.skip(/,/)
        return h if @s.skip(/\}/)
        raise Bad, 'comma expected'
      end
    elsif @s.skip(/\[/)
      a = [] ; ws
      return a if @s.skip(/\]/)
      loop do
        ws ; a << value(d + 1) ; ws
        next if @s.skip(/,/)
        return a if @s.skip(/\]/)
        raise Bad, 'comma expected'
      end
    elsif @s.skip(/"/) then str
    elsif @s.skip(/true/) then true
    elsif @s.skip(/false/) then false
    elsif @s.skip(/null/) then nil
    elsif (n = @s.scan(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/))
      n =~ /[.eE]/ ? n.to_f : n.to_i
    else raise Bad, 'value expected'
    end
  end
  ESC = { '"'=>'"', '\\'=>'\\', '/'=>'/', 'b'=>"\b", 'f'=>"\f", 'n'=>"\n", 'r'=>"\r", 't'=>"\t" }
  def str
    o = +''
    loop do
      if (c = @s.scan(/[^"\\\u0000-\u001f]+/)) then o << c
      elsif @s.skip(/"/) then return o
      elsif @s.skip(/\\u([0-9A-Fa-f]{4})/)
        u = @s[1].hex
        if u.between?(0xD800, 0xDBFF)
          raise Bad, 'lone surrogate' unless @s.skip(/\\u([dD][c-fC-F][0-9A-Fa-f]{2})/)
          u = 0x10000 + ((u - 0xD800) << 10) + (@s[1].hex - 0xDC00)
        elsif u.between?(0xDC00, 0xDFFF) then raise Bad, 'lone surrogate'
        end
        o << [u].pack('U')
      elsif @s.skip(/\\(["\\\/bfnrt])/) then o << ESC[@s[1]]
      else raise Bad, 'bad string'
      end
    end
  end
end
