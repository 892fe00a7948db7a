#!/usr/bin/env ruby
# A right server of one API, or one with a single fault: see README.md.
trap('TERM') { exit!(0) }
$LOAD_PATH.unshift(__dir__)
require 'optparse'
require 'http_layer'
require 'strict_json'
require 'pvwa'
require 'wickr'
Encoding.default_external = 'UTF-8'
Encoding.default_internal = nil

FAULTS = File.readlines(File.join(__dir__, 'faults.tsv'), chomp: true).map { |line| line.split("\t") }
port = 0
max_seconds = 600
session_seconds = 1200
until_stdin_ends = false
region = 'us-east-1'
users = {}
principals = {}
networks = []
options = OptionParser.new('ruby server.rb pvwa|wickr [options]')
options.on('--port N', Integer, '0 takes a free one') { |value| port = value }
options.on('--max-seconds N', Integer, 'ends by itself after so long (600)') { |value| max_seconds = value }
options.on('--until-stdin-ends', 'ends when its standard input ends') { until_stdin_ends = true }
options.on('--user NAME:PASSWORD:RIGHTS', 'pvwa: rights are admin or plain') do |value|
  name, password, rights = value.split(':')
  users[name] = { password: password, admin: rights == 'admin' }
end
options.on('--session-seconds N', Float, 'pvwa: how long a session lasts without a request') { |value| session_seconds = value }
options.on('--key ID:SECRET[:RIGHTS]', 'wickr: rights are admin, reader (reads only) or none') do |value|
  id, secret, rights = value.split(':')
  principals[id] = Wickr::Principal.new(id, secret, nil, rights || 'admin')
end
options.on('--network ID', 'wickr: a network that exists') { |value| networks << value }
options.on('--company-prefix TEXT', 'wickr: the region and a hyphen') { |value| region = value.chomp('-') }
options.on('--fault NAME', 'has this fault') { |value| $fault = value }
options.on('--list-faults', 'one a line with tabs between: name, API, sentence of the facts that it breaks, what it does; and ends') do
  puts(FAULTS.map { |fault| fault.join("\t") })
  exit 0
end
kind, *others = options.parse(ARGV)
abort options.help unless %w[pvwa wickr].include?(kind) && others.empty?
abort "#{kind} has no fault named #{$fault}" if $fault && FAULTS.none? { |id, api| id == $fault && api == kind }
app = kind == 'pvwa' ? Pvwa.new(users, session_seconds) : Wickr.new(principals, networks, region, ['*'])
prefix = kind == 'pvwa' ? '/passwordvault' : ''
Http::Server.new(port, app, prefix, seconds: max_seconds, until_stdin_ends: until_stdin_ends).run
