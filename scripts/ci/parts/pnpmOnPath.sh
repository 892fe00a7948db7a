# To be sourced. turbo runs tasks by pnpm, which it looks for on the PATH; a machine may have npm only.
command -v pnpm >/dev/null || PATH=$PATH:$(dirname "$(npx -y --package=pnpm@12 --call='command -v pnpm')")
export PATH
