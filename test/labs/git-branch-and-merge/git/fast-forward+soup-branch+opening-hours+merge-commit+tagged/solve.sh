set -eu

# 1. main has not moved, so it just moves forward.
git switch --quiet main
git merge --quiet --ff-only fix-typo
git branch --quiet --delete fix-typo

# 2. Two commits on a branch of their own
git switch --quiet --create soup
echo 'Soup' >> menu.txt
git commit --quiet --all --message 'Add soup to the menu'
echo 'Monday: tomato' > soups.txt
git add soups.txt
git commit --quiet --message 'List the soups'

# 3. Meanwhile on main
echo 'Mon-Sat 8-18' > opening.txt
git commit --quiet --all --message 'Open on Saturdays'

git switch --quiet main

# 4. Both have moved: a merge commit
git merge --quiet --message "Merge branch 'soup'" soup

# 5. Never merged, so it has to be forced
git branch --quiet --delete --force try-pizza

# 6. The tag
git tag v1
