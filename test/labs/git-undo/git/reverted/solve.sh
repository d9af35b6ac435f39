set -eu

# 1. A change that nobody wants
git restore --staged --worktree notes.txt

# The lost branch is in the reflog only; its name is needed before the faulty commit gets a successor.
lost=$(git log --walk-reflogs --format=%H --grep-reflog='commit: Search in texts as well' --max-count=1)
faulty=$(git rev-parse HEAD)

# 2. The last commit, once more: without the secret, and with another message
git rm --quiet --cached .env
echo '.env' >> .gitignore
git add .gitignore
git commit --quiet --amend --message 'Log more details'
mended=$(git rev-parse HEAD)

# 4. The branch, moved from the faulty commit to the new one
git branch search "$lost"
git rebase --quiet --onto "$mended" "$faulty" search
git switch --quiet main

# 3. The opposite of a published commit. The line after it has come meanwhile, so Git asks.
mistake=$(git log --format=%H --grep='^Shorten the timeout' published)
git revert --no-edit "$mistake" > /dev/null 2>&1 || true
cat > app.conf << 'CONF'
HOST=127.0.0.1
PORT=8080
CACHE=on
CONF
git add app.conf
git revert --no-edit --continue > /dev/null
