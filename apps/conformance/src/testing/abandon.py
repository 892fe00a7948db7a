"""Runs a command under a pseudo-terminal, or as a grandchild, and goes away when a line comes on standard input.

abandon.py terminal|parent PIDFILE COMMAND...
"""
import os, pty, signal, subprocess, sys

how, pidfile, *command = sys.argv[1:]
if how == 'terminal':
    child, master = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
else:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid
with open(pidfile, 'w') as file:
    file.write(str(child))
print('started', flush=True)
if how == 'terminal':
    import threading
    def drain():
        try:
            while os.read(master, 65536):
                pass
        except OSError:
            pass
    threading.Thread(target=drain, daemon=True).start()
sys.stdin.readline()
# The terminal is closed, or the parent is gone, without a word to the child.
os.kill(os.getpid(), signal.SIGKILL)
