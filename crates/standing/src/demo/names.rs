//! Invented names. Any likeness to a person is chance.

use super::pen::Chance;

const GIVEN: &[&str] = &[
    "Ada", "Aled", "Amina", "Anwen", "Arthur", "Asha", "Beatrix", "Bruno", "Callum", "Carys",
    "Cecily", "Conrad", "Dafydd", "Dilys", "Dorothea", "Edwin", "Efua", "Eilidh", "Elias", "Esme",
    "Fergus", "Fiona", "Frances", "Gareth", "Greta", "Gwilym", "Hamish", "Harriet", "Hester",
    "Hugh", "Idris", "Imogen", "Iona", "Ishaan", "Ivor", "Jasmin", "Jolyon", "Jürgen", "Kamala",
    "Keir", "Lachlan", "Leila", "Lionel", "Lowri", "Lucía", "Magnus", "Mairead", "Malik", "Maren",
    "Morag", "Nadia", "Nesta", "Niamh", "Olive", "Orla", "Oscar", "Parveen", "Percy", "Piotr",
    "Quentin", "Rania", "Rhian", "Roderick", "Rosalind", "Rufus", "Samir", "Seren", "Sinéad",
    "Stellan", "Sunita", "Tamsin", "Teodor", "Thandi", "Tobias", "Una", "Vikram", "Wanda",
    "Winifred", "Yusuf", "Zofia",
];

const FAMILY_BEGIN: &[&str] = &[
    "Alder", "Ash", "Barrow", "Bell", "Birch", "Brack", "Calder", "Carn", "Clay", "Cold", "Dray",
    "Elm", "Fair", "Fen", "Gar", "Glen", "Hale", "Hart", "Haw", "Hollin", "Kes", "Lang", "Lin",
    "Marl", "Mere", "Nether", "Oak", "Pen", "Quarn", "Rav", "Rowan", "Sal", "Sel", "Thorn",
    "Under", "Wake", "Wether", "Whit", "Win", "Yar",
];

const FAMILY_END: &[&str] = &[
    "bourne", "bridge", "brook", "bury", "by", "combe", "cott", "croft", "dale", "den", "field",
    "ford", "gate", "ham", "hurst", "land", "ley", "low", "mead", "mere", "more", "ridge", "shaw",
    "side", "stead", "stone", "ton", "ward", "well", "wick", "wood", "worth",
];

/// Names of branches: places that are on no map.
pub(super) const REGIONS: &[(&str, &[&str])] = &[
    (
        "Northern Shires",
        &[
            "Aldermoor",
            "Brackenfell",
            "Cawdale",
            "Dunholme",
            "Eskwater",
            "Farrowgate",
            "Greyscar",
        ],
    ),
    (
        "Eastern Coast",
        &[
            "Harrowmouth",
            "Inglesea",
            "Kettleness Vale",
            "Lowmarsh",
            "Marram Sands",
            "Netherwick",
        ],
    ),
    (
        "Midland Vales",
        &[
            "Oakenshaw",
            "Pellbridge",
            "Quarnford",
            "Rushmere",
            "Saltersley",
            "Thornaby Heath",
            "Underbarrow",
        ],
    ),
    (
        "Southern Downs",
        &[
            "Vexley",
            "Wetherby Down",
            "Yarcombe",
            "Chalkhurst",
            "Denbury",
            "Elverstone",
        ],
    ),
];

pub(super) fn person(chance: &mut Chance) -> String {
    let pick = |chance: &mut Chance, of: &[&'static str]| chance.pick(of).copied().unwrap_or("");
    let given = pick(chance, GIVEN);
    let begin = pick(chance, FAMILY_BEGIN);
    let end = pick(chance, FAMILY_END);
    format!("{given} {begin}{end}")
}
