//! Persons found from the command line.

use crate::command::Demo;

#[test]
fn persons_are_found_by_parts_of_names_and_by_number() {
    for demo in Demo::both() {
        let roll = demo.run(&["roll", "--on", "2019-11-06", "--csv"]);
        let line = roll.out.lines().nth(40).unwrap();
        let mut columns = line.split(',');
        let [id, number, name] = std::array::from_fn(|_| columns.next().unwrap());
        // The family name cut off, and first; in capitals.
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.last().unwrap();
        let cut: String = last.chars().take(last.chars().count() - 1).collect();
        let turned = format!("{cut} {}", words[0]).to_uppercase();
        for text in [name, number, &turned] {
            let ended = demo.run(&["find", text, "--limit", "100"]);
            assert_eq!(ended.code, 0, "{}: {}", demo.name, ended.err);
            let found = ended.out.lines().find(|line| line.starts_with(id));
            let found = found.unwrap_or_else(|| panic!("{text}: {}", ended.out));
            assert!(found.contains(number) && found.contains(name), "{found}");
        }
        let ended = demo.run(&["find", "a", "--limit", "3", "--json"]);
        assert_eq!(ended.out.lines().count(), 3);
        assert!(ended.out.starts_with("{\"id\":\"per_"), "{}", ended.out);
        assert!(ended.err.contains("there are more"), "{}", ended.err);
        let ended = demo.run(&["find", "xyzzy"]);
        assert_eq!((ended.code, ended.out.as_str()), (0, ""));
    }
}
