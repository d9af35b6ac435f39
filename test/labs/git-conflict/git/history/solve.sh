set -eu
git switch --quiet main

# It stops at the conflicts, which is no surprise here.
git merge --quiet summer > /dev/null 2>&1 || true

cat > prices.txt << 'PRICES'
Tea     2.20
Coffee  2.80
Cake    3.00

All prices in euros, VAT included.
PRICES
echo 'Good day, and welcome to our terrace!' > welcome.txt
git rm --quiet --force --ignore-unmatch greeting.txt
git add --all

git commit --quiet --message "Merge branch 'summer'"
git reset --quiet --soft main^1
git commit --quiet --amend --message 'Greet all day'
git reset --quiet --soft HEAD
tree=$(git write-tree)
git reset --quiet --hard "$(git commit-tree -p HEAD -p summer -m 'Merge summer' "$tree")"
