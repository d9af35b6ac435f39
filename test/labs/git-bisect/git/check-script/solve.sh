set -eu

# The check is not tracked yet, so it stays where it is while Git changes commits.
cat > check.sh << 'CHECK'
#!/bin/sh
# Ten pieces cost a tenth less.
test "$(sh total.sh 100 10)" = 900
CHECK

git bisect start v2.0 v1.0 > /dev/null
git bisect run sh check.sh > /dev/null
git tag first-bad refs/bisect/bad
git bisect reset > /dev/null 2>&1

sed 's/-gt 10/-ge 10/' total.sh > total.new
cat total.new > total.sh
rm total.new
sh check.sh

echo check.sh >> .git/info/exclude
git add total.sh
git commit --quiet --message 'Fix the discount from ten pieces on' \
  --message "It came in with \"$(git log -1 --format=%s first-bad)\"."
