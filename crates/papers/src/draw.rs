//! Pages that are laid out, drawn as a PDF with its tags, outline and links.

use std::num::NonZeroU16;

use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};
use standing_base::Date;

use crate::fonts::{Fonts, Run, Style, fonts};
use crate::foreign::{Embedded, Kind, settings_for_others};
use crate::layout::{Group, LEFT, Laid, Look, PAGE, Piece, RIGHT, What};
use crate::text::drawable;
use crate::{Paper, PaperError};

/// The base line of what stands below every page.
const FOOT: f32 = PAGE.1 - 46.0;
const FOOT_SIZE: f32 = 9.0;
const QUIET: u8 = 85;

fn unwritten(what: impl std::fmt::Display) -> PaperError {
    PaperError::Unwritten(what.to_string())
}

pub(crate) fn draw(paper: &Paper, laid: &Laid<'_>) -> Result<Vec<u8>, PaperError> {
    let fonts = fonts().ok_or_else(|| unwritten("its fonts are broken"))?;
    let mut document = Document::new_with(settings(laid.has_others)?);
    document.set_metadata(metadata(paper));
    document.set_outline(outline(paper, laid));
    let mut ids: Vec<Vec<Node>> = laid.groups.iter().map(|_| Vec::new()).collect();
    for (number, pieces) in laid.pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1);
        let mut page = document.start_page_with(size.ok_or_else(|| unwritten("its page"))?);
        let mut surface = page.surface();
        for piece in pieces {
            let tag = match piece.what {
                What::Embedded { .. } => ContentTag::Other,
                _ => ContentTag::Span(SpanTag::empty()),
            };
            let id = surface.start_tagged(tag);
            draw_piece(&mut surface, fonts, laid, piece);
            surface.end_tagged();
            if let Some(ids) = ids.get_mut(piece.group) {
                ids.push(id.into());
            }
        }
        foot(&mut surface, fonts, paper, (number, laid.pages.len()));
        surface.finish();
        for piece in pieces {
            let (Some(link), Some(ids)) = (link(laid, piece), ids.get_mut(piece.group)) else {
                continue;
            };
            ids.push(page.add_tagged_annotation(link).into());
        }
        page.finish();
    }
    document.set_tag_tree(tags(paper, laid, ids));
    document
        .finish()
        .map_err(|error| unwritten(format!("{error:?}")))
}

fn settings(has_others: bool) -> Result<SerializeSettings, PaperError> {
    if has_others {
        return Ok(settings_for_others());
    }
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| unwritten(format!("{error:?}")))?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

fn metadata(paper: &Paper) -> Metadata {
    let metadata = Metadata::new()
        .title(paper.title.clone())
        .language(paper.language.clone())
        .authors(vec![paper.author.clone()])
        .creator("Standing".to_owned());
    match paper.made_on.and_then(day) {
        Some(day) => metadata.creation_date(day),
        None => metadata,
    }
}

fn day(date: Date) -> Option<DateTime> {
    let (year, month, day) = date.parts();
    let small = |part: u32| u8::try_from(part).ok();
    let year = DateTime::new(u16::try_from(year).ok()?);
    Some(year.month(small(month)?).day(small(day)?))
}

/// Headings of the second level under those of the first; a paper without any has its title.
fn outline(paper: &Paper, laid: &Laid<'_>) -> Outline {
    let mut nodes: Vec<OutlineNode> = Vec::new();
    for heading in &laid.headings {
        let place = XyzDestination::new(heading.page, Point::from_xy(LEFT, heading.y));
        let node = OutlineNode::new(heading.words.clone(), place);
        match nodes.last_mut().filter(|_| heading.level > 1) {
            Some(above) => above.push_child(node),
            None => nodes.push(node),
        }
    }
    if nodes.is_empty() {
        let place = XyzDestination::new(0, Point::from_xy(LEFT, 0.0));
        nodes.push(OutlineNode::new(paper.title.clone(), place));
    }
    let mut outline = Outline::new();
    for node in nodes {
        outline.push_child(node);
    }
    outline
}

fn draw_piece(surface: &mut Surface<'_>, fonts: &Fonts, laid: &Laid<'_>, piece: &Piece<'_>) {
    match &piece.what {
        What::Line { text, look } => {
            draw_runs(surface, &fonts.runs(look.style, text), *look, piece.at);
        }
        What::PageOf { heading, look } => {
            let page = laid.headings.get(*heading).map_or(0, |it| it.page) + 1;
            let runs = fonts.runs(look.style, &page.to_string());
            let width: f32 = runs.iter().map(|run| run.width).sum();
            let at = (piece.at.0 - width * look.size, piece.at.1);
            draw_runs(surface, &runs, *look, at);
        }
        What::Embedded { what, size, page } => draw_embedded(surface, what, piece.at, *size, *page),
    }
}

fn draw_runs(surface: &mut Surface<'_>, runs: &[Run], look: Look, at: (f32, f32)) {
    surface.set_stroke(None);
    surface.set_fill(Some(ink(look.is_quiet)));
    let mut x = at.0;
    for run in runs {
        let from = Point::from_xy(x, at.1);
        let font = run.font.clone();
        surface.draw_glyphs(from, &run.glyphs, font, &run.text, look.size, false);
        x += run.width * look.size;
    }
}

fn ink(is_quiet: bool) -> Fill {
    Fill {
        paint: luma::Color::new(if is_quiet { QUIET } else { 0 }).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

fn draw_embedded(
    surface: &mut Surface<'_>,
    what: &Embedded,
    at: (f32, f32),
    size: (f32, f32),
    page: usize,
) {
    let (Some(area), Some(edge)) = (
        Size::from_wh(size.0, size.1),
        Rect::from_xywh(at.0, at.1, size.0, size.1),
    ) else {
        return;
    };
    surface.push_transform(&Transform::from_translate(at.0, at.1));
    match &what.0 {
        Kind::Picture { image, .. } => surface.draw_image(image.clone(), area),
        Kind::Pdf { document, .. } => surface.draw_pdf_page(document, area, page),
    }
    surface.pop();
    // Where it ends and the paper around it begins.
    let mut path = PathBuilder::new();
    path.push_rect(edge);
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: luma::Color::new(160).into(),
            width: 0.5,
            ..Stroke::default()
        }));
        surface.draw_path(&path);
        surface.set_stroke(None);
    }
}

fn foot(surface: &mut Surface<'_>, fonts: &Fonts, paper: &Paper, (number, count): (usize, usize)) {
    let words = paper
        .foot
        .replace("{page}", &(number + 1).to_string())
        .replace("{pages}", &count.to_string());
    let words = drawable(fonts, Style::Regular, &words).replace('\n', " ");
    let runs = fonts.runs(Style::Regular, &words);
    let width: f32 = runs.iter().map(|run| run.width).sum();
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Footer,
    )));
    surface.set_fill(Some(ink(true)));
    let mut x = RIGHT - width * FOOT_SIZE;
    for run in &runs {
        let from = Point::from_xy(x, FOOT);
        surface.draw_glyphs(
            from,
            &run.glyphs,
            run.font.clone(),
            &run.text,
            FOOT_SIZE,
            false,
        );
        x += run.width * FOOT_SIZE;
    }
    surface.end_tagged();
}

/// From the number of a page in the index to the page.
fn link(laid: &Laid<'_>, piece: &Piece<'_>) -> Option<Annotation> {
    let What::PageOf { heading, look } = &piece.what else {
        return None;
    };
    let heading = laid.headings.get(*heading)?;
    let (x, y) = piece.at;
    let area = Rect::from_ltrb(x - 3.0 * look.size, y - look.size, x, y + look.size / 4.0)?;
    let place = XyzDestination::new(heading.page, Point::from_xy(LEFT, heading.y));
    let target = Target::Destination(Destination::Xyz(place));
    let link = LinkAnnotation::new(area, target);
    Some(Annotation::new_link(link, Some(heading.words.clone())))
}

fn tags(paper: &Paper, laid: &Laid<'_>, ids: Vec<Vec<Node>>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(paper.language.clone()));
    let mut list: Option<TagGroup> = None;
    let mut index: Option<TagGroup> = None;
    for (group, ids) in laid.groups.iter().zip(ids) {
        let is_item = matches!(group, Group::Item);
        let is_entry = matches!(group, Group::Entry);
        if let Some(list) = list.take_if(|_| !is_item) {
            tree.push(list);
        }
        if let Some(index) = index.take_if(|_| !is_entry) {
            tree.push(index);
        }
        if ids.is_empty() {
            continue;
        }
        match group {
            Group::Item => list
                .get_or_insert_with(|| TagGroup::new(Tag::L(ListNumbering::Disc)))
                .push(list_item(ids)),
            Group::Entry => index
                .get_or_insert_with(|| TagGroup::new(Tag::TOC))
                .push(entry(ids)),
            Group::Heading { level, words } => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                let tag = Tag::Hn(level, Some(words.clone()));
                tree.push(TagGroup::with_children(tag, ids));
            }
            Group::Paragraph => tree.push(TagGroup::with_children(Tag::P, ids)),
            Group::Quote => {
                let words = TagGroup::with_children(Tag::P, ids);
                tree.push(TagGroup::with_children(Tag::BlockQuote, vec![words.into()]));
            }
            Group::Figure { alt } => {
                tree.push(TagGroup::with_children(Tag::Figure(Some(alt.clone())), ids));
            }
        }
    }
    for open in [list, index].into_iter().flatten() {
        tree.push(open);
    }
    tree
}

/// The bullet, and what stands behind it.
fn list_item(ids: Vec<Node>) -> TagGroup {
    let mut ids = ids.into_iter();
    let mut item = TagGroup::new(Tag::LI);
    if let Some(bullet) = ids.next() {
        item.push(TagGroup::with_children(Tag::Lbl, vec![bullet]));
    }
    item.push(TagGroup::with_children(Tag::LBody, ids.collect()));
    item
}

fn entry(ids: Vec<Node>) -> TagGroup {
    let link = TagGroup::with_children(Tag::Link, ids);
    let reference = TagGroup::with_children(Tag::Reference, vec![link.into()]);
    TagGroup::with_children(Tag::TOCI, vec![reference.into()])
}
