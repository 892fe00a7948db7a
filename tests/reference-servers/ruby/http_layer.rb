# A small HTTP/1.1 layer over TCPServer.
require 'socket'
require 'time'

class HttpProblem < StandardError
  attr_reader :status
  def initialize(status, msg) ; super(msg) ; @status = status ; end
end

Req = Struct.new(:method, :target, :raw_path, :query, :headers, :body, :version, :chunks, :conn) do
  def [](name)
    v = headers[name.downcase]
    v && v.join(', ')
  end
  # path segments, percent-decoded one by one
  def segments
    raw_path.sub(%r{\A/}, '').split('/', -1).map { |s| Http.unescape(s) }
  end
end

class Res
  attr_accessor :status, :headers, :body, :raw_body_on_204
  def initialize(status, body = nil, headers = {})
    @status = status ; @body = body ; @headers = headers
  end
end

module Http
  REASONS = { 100=>'Continue',200=>'OK',201=>'Created',204=>'No Content',400=>'Bad Request',401=>'Unauthorized',403=>'Forbidden',
    404=>'Not Found',405=>'Method Not Allowed',408=>'Request Timeout',409=>'Conflict',411=>'Length Required',413=>'Content Too Large',
    414=>'URI Too Long',415=>'Unsupported Media Type',417=>'Expectation Failed',422=>'Unprocessable Content',429=>'Too Many Requests',
    431=>'Request Header Fields Too Large',500=>'Internal Server Error',501=>'Not Implemented',505=>'HTTP Version Not Supported' }
  MAX_BODY = 4 * 1024 * 1024
  TOKEN = /\A[!#$%&'*+\-.^_`|~0-9A-Za-z]+\z/

  def self.unescape(s, plus = false)
    s = s.tr('+', ' ') if plus
    s.b.gsub(/%([0-9A-Fa-f]{2})/n) { $1.hex.chr }.force_encoding('UTF-8')
  end

  class Server
    def initialize(port, app, url_suffix, seconds:, until_stdin_ends:)
      @app = app
      @seconds = seconds
      @until_stdin_ends = until_stdin_ends
      @tcp = TCPServer.new('127.0.0.1', port)
      @tcp.listen(128)
      @port = @tcp.addr[1]
      @suffix = url_suffix
    end

    def run
      trap('TERM') { exit!(0) }
      trap('INT') { exit!(0) }
      Thread.report_on_exception = false
      Thread.new { sleep @seconds ; exit!(0) }
      Thread.new { $stdin.read ; exit!(0) } if @until_stdin_ends
      $stdout.puts "listening on http://127.0.0.1:#{@port}#{@suffix}"
      $stdout.flush
      loop do
        sock = @tcp.accept rescue next
        Thread.new(sock) { |s| serve(s) }
      end
    end

    def serve(s)
      s.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
      conn = {}
      loop do
        begin
          req, keep = read_request(s)
          break unless req
          req.conn = conn
        rescue HttpProblem => e
          res = @app.problem(e.status, e.message)
          write(s, res, false, false)
          drain(s)
          break
        end
        begin
          res = @app.call(req)
        rescue => e
          $stderr.puts "#{e.class}: #{e.message}", e.backtrace.first(6) if ENV['DEBUG']
          res = @app.problem(500, 'Internal error')
        end
        write(s, res, req.method == 'HEAD', keep)
        break unless keep
      end
    rescue SystemCallError, IOError
    ensure
      s.close rescue nil
    end

    # let the other side read the answer before the connection goes away
    def drain(s)
      s.close_write
      t = Time.now + 1
      while Time.now < t && IO.select([s], nil, nil, 0.3)
        break unless s.read_nonblock(65536, exception: false).is_a?(String)
      end
    rescue SystemCallError, IOError
    end

    def line(s, limit)
      l = s.gets("\n", limit)
      return nil unless l
      raise HttpProblem.new(limit > 9000 ? 431 : 414, 'line too long') unless l.end_with?("\n") || l.bytesize < limit
      return nil unless l.end_with?("\n")
      l.chomp("\n").chomp("\r")
    end

    def read_request(s)
      # nothing is buffered by Ruby for an idle connection: wait at most 75 s
      first = nil
      2.times do
        first = line(s, 16384)
        break unless first == ''
      end
      return nil if first.nil? || first == ''
      m = /\A([^ ]+) ([^ ]+) HTTP\/(\d)\.(\d)\z/n.match(first.b)
      raise HttpProblem.new(400, 'bad request line') unless m && m[1] =~ TOKEN
      raise HttpProblem.new(505, 'version') unless m[3] == '1'
      method, target, version = m[1].force_encoding('UTF-8'), m[2].force_encoding('UTF-8'), "#{m[3]}.#{m[4]}"
      headers = {} ; count = 0
      loop do
        l = line(s, 32768)
        return nil if l.nil?
        break if l.empty?
        raise HttpProblem.new(431, 'too many header fields') if (count += 1) > 200
        i = l.index(':')
        raise HttpProblem.new(400, 'bad header field') unless i && l[0, i] =~ TOKEN
        (headers[l[0, i].downcase] ||= []) << l[(i + 1)..].gsub(/\A[ \t]+|[ \t]+\z/, '')
      end
      raise HttpProblem.new(400, 'Host') if version == '1.1' && (headers['host'] || []).size != 1
      target = target.sub(%r{\Ahttps?://[^/?]*}i, '') if target =~ %r{\Ahttps?://}i
      target = '/' + target if target == '' || target.start_with?('?')
      path, query = target.split('?', 2)
      ex = headers['expect']
      raise HttpProblem.new(417, 'expectation') if ex && ex.join.downcase != '100-continue'
      te = headers['transfer-encoding'] ; cl = headers['content-length']
      raise HttpProblem.new(400, 'both Transfer-Encoding and Content-Length') if te && cl
      body = ''.b ; chunks = nil
      if te
        raise HttpProblem.new(501, 'transfer coding') unless te.join(',').downcase.strip == 'chunked'
        s.write "HTTP/1.1 100 Continue\r\n\r\n" if ex
        chunks = []
        loop do
          l = line(s, 4096) or return nil
          raise HttpProblem.new(400, 'bad chunk') unless l =~ /\A([0-9A-Fa-f]{1,8})[ \t]*(;.*)?\z/
          n = $1.hex
          break if n == 0
          raise HttpProblem.new(413, 'too large') if body.bytesize + n > MAX_BODY
          c = s.read(n)
          return nil if c.nil? || c.bytesize < n
          raise HttpProblem.new(400, 'bad chunk end') unless line(s, 16) == ''
          chunks << c ; body << c
        end
        loop { l = line(s, 16384) ; return nil if l.nil? ; break if l == '' }
      elsif cl
        vals = cl.flat_map { |v| v.split(',') }.map(&:strip).uniq
        raise HttpProblem.new(400, 'bad Content-Length') unless vals.size == 1 && vals[0] =~ /\A\d{1,15}\z/
        n = vals[0].to_i
        raise HttpProblem.new(413, 'too large') if n > MAX_BODY
        if n > 0
          s.write "HTTP/1.1 100 Continue\r\n\r\n" if ex
          body = s.read(n)
          return nil if body.nil? || body.bytesize < n
        end
      end
      con = (headers['connection'] || []).join(',').downcase.split(',').map(&:strip)
      keep = version == '1.0' ? con.include?('keep-alive') : !con.include?('close')
      [Req.new(method, target, path, query, headers, body, version, chunks, nil), keep]
    end

    def write(s, res, head, keep)
      out = +"HTTP/1.1 #{res.status} #{REASONS[res.status] || 'Status'}\r\n"
      out << "Date: #{Time.now.httpdate}\r\n"
      res.headers.each { |k, v| out << "#{k}: #{v}\r\n" }
      body = res.body ? res.body.b : ''.b
      if res.status == 204 && !res.raw_body_on_204
        body = ''.b
      else
        out << "Content-Length: #{body.bytesize}\r\n"
      end
      out << (keep ? "Connection: keep-alive\r\n" : "Connection: close\r\n")
      out << "\r\n"
      out = out.b
      out << body unless head
      s.write(out)
    end
  end
end
