//! Names as a register has them: few given names that many share, and many family names that few do.

const GIVEN: [&str; 48] = [
    "Mary",
    "John",
    "Anne",
    "David",
    "Susan",
    "Peter",
    "Siân",
    "Mohammed",
    "Małgorzata",
    "Emma",
    "Łukasz",
    "Chloë",
    "José",
    "Priya",
    "Owen",
    "Zoë",
    "Seán",
    "Aoife",
    "Gruffydd",
    "Ngozi",
    "Jürgen",
    "Françoise",
    "Bjørn",
    "Ioana",
    "Ștefan",
    "Ondřej",
    "Nia",
    "Rhys",
    "Fatima",
    "Wei",
    "Jack",
    "Olivia",
    "Thomas",
    "Grace",
    "Harriet",
    "Idris",
    "Kamala",
    "Leo",
    "Maeve",
    "Noor",
    "Oscar",
    "Petra",
    "Quentin",
    "Rosa",
    "Tamsin",
    "Uma",
    "Viktor",
    "Yusuf",
];
const BEGIN: [&str; 24] = [
    "Ash", "Bar", "Cal", "Den", "Ell", "Fair", "Gar", "Hol", "Ing", "Jar", "Kel", "Lang", "Mor",
    "Nor", "Ot", "Pen", "Quil", "Rad", "Sil", "Tre", "Up", "Vel", "Whit", "Yar",
];
const MIDDLE: [&str; 16] = [
    "", "a", "e", "en", "er", "i", "in", "o", "on", "ö", "ing", "ers", "al", "wy", "ó", "um",
];
const END: [&str; 16] = [
    "ton", "ley", "by", "ford", "man", "son", "well", "wood", "worth", "ham", "field", "gate",
    "mere", "wick", "dale", "ski",
];

/// The nth member's given and family name.
pub(super) fn of(nth: u32) -> (&'static str, String) {
    let spread = u64::from(nth).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24;
    // The product of two is small more often than not: the first names are the common ones.
    let skewed = |spread: u64, count: usize| {
        let one = spread % 1_000;
        let other = spread / 1_000 % 1_000;
        usize::try_from(one * other).unwrap_or(0) * count / 1_000_000
    };
    let pick = |words: &[&'static str], at: usize| words.get(at).copied().unwrap_or_default();
    let given = pick(&GIVEN, skewed(spread, GIVEN.len()));
    let family = usize::try_from(spread / 1_000_003).unwrap_or(0);
    let begin = pick(&BEGIN, skewed(spread / 1_009, BEGIN.len()));
    let middle = pick(&MIDDLE, family % MIDDLE.len());
    let end = pick(&END, family / MIDDLE.len() % END.len());
    (given, format!("{begin}{middle}{end}"))
}

/// What somebody types who looks for the nth member: the given name as it is written, and how the
/// family name begins.
pub(super) fn typed(nth: u32) -> String {
    let (given, family) = of(nth);
    let begin: String = family.chars().take(5).collect();
    format!("{given} {begin}")
}
