//! Sentences as social workers write them, and what they say of the child being seen.

use super::*;

/// Sentences and what they say of the child being seen.
const SEEN: &[(&str, Option<HowSeen>)] = &[
    ("Ellie was seen alone.", Some(HowSeen::Alone)),
    (
        "Ellie was seen alone in her bedroom and was well.",
        Some(HowSeen::Alone),
    ),
    (
        "Ellie and Kieran seen alone at school.",
        Some(HowSeen::Alone),
    ),
    (
        "Kieran and Ellie were both seen alone.",
        Some(HowSeen::Alone),
    ),
    ("Both children seen alone.", Some(HowSeen::Alone)),
    (
        "Statutory visit. Both children seen alone",
        Some(HowSeen::Alone),
    ),
    ("Statutory visit. Seen alone", Some(HowSeen::Alone)),
    (
        "The child was seen on her own for ten minutes.",
        Some(HowSeen::Alone),
    ),
    ("She was seen on her own. Ellie chose the kitchen.", None),
    (
        "Ellie came in from school. She was seen on her own.",
        Some(HowSeen::Alone),
    ),
    ("Mother was at work. She was seen alone.", None),
    ("I saw Ellie alone at school.", Some(HowSeen::Alone)),
    (
        "The social worker saw Ellie by herself.",
        Some(HowSeen::Alone),
    ),
    (
        "I spoke to Ellie alone for half an hour.",
        Some(HowSeen::Alone),
    ),
    (
        "I spent time alone with Ellie in her room.",
        Some(HowSeen::Alone),
    ),
    ("Ellie was spoken to in private.", Some(HowSeen::Alone)),
    (
        "Ellie was seen separately from her mother.",
        Some(HowSeen::Alone),
    ),
    ("The young person was seen alone.", Some(HowSeen::Alone)),
    ("Mother seen; Ellie seen alone", Some(HowSeen::Alone)),
    (
        "Ellie has been seen alone on each visit.",
        Some(HowSeen::Alone),
    ),
    (
        "Seen: Ellie Thackray (alone, on the stairs), Donna Thackray",
        Some(HowSeen::Alone),
    ),
    (
        "Seen: Ellie (on her own for ten minutes), Donna Thackray",
        Some(HowSeen::Alone),
    ),
    (
        "Seen alone: yes, for half an hour in her room",
        Some(HowSeen::Alone),
    ),
    ("Child seen: Yes, alone", Some(HowSeen::Alone)),
    ("Was the child seen alone? Yes", Some(HowSeen::Alone)),
    (
        "Were the children seen? Both seen, both seen alone.",
        Some(HowSeen::Alone),
    ),
    ("Ellie was seen and appeared well.", Some(HowSeen::Seen)),
    (
        "Ellie was seen for forty minutes in the library.",
        Some(HowSeen::Seen),
    ),
    ("Children seen.", Some(HowSeen::Seen)),
    ("I saw the children briefly.", Some(HowSeen::Seen)),
    ("Child seen: yes", Some(HowSeen::Seen)),
    ("Seen: Ellie, Donna Thackray", Some(HowSeen::Seen)),
    ("The health visitor has seen Ellie.", Some(HowSeen::Seen)),
    ("Ellie was seen with her mother.", Some(HowSeen::InCompany)),
    (
        "Home visit. Ellie seen with his mother.",
        Some(HowSeen::InCompany),
    ),
    (
        "Ellie was seen in the presence of Mr Stallard.",
        Some(HowSeen::InCompany),
    ),
    ("Ellie was seen but not alone.", Some(HowSeen::InCompany)),
    ("Child seen: yes, not alone", Some(HowSeen::InCompany)),
    ("Ellie was not seen alone.", Some(HowSeen::NotAlone)),
    ("Ellie could not be seen alone.", Some(HowSeen::NotAlone)),
    (
        "The children were never seen alone.",
        Some(HowSeen::NotAlone),
    ),
    ("Seen alone: no", Some(HowSeen::NotAlone)),
    (
        "I was not able to speak to Ellie alone.",
        Some(HowSeen::NotAlone),
    ),
    ("Ellie was not seen.", Some(HowSeen::Not)),
    (
        "Ellie was not seen as she was at nursery.",
        Some(HowSeen::Not),
    ),
    ("Ellie refused to be seen.", Some(HowSeen::Not)),
    ("Ellie could not be seen today.", Some(HowSeen::Not)),
    (
        "The child has not been seen since January.",
        Some(HowSeen::Not),
    ),
    ("The children weren’t seen.", Some(HowSeen::Not)),
    ("I did not see Ellie.", Some(HowSeen::Not)),
    ("I was unable to see the child.", Some(HowSeen::Not)),
    ("Not seen: Ellie", Some(HowSeen::Not)),
    ("Child seen: No", Some(HowSeen::Not)),
    (
        "Ellie Thackray, aged 9. Seen at 16 Damson Row, 4.30 to 6.00. Seen alone: yes, for half an hour",
        Some(HowSeen::Alone),
    ),
    // What is planned, asked, general, or about somebody or something else.
    ("Ellie to be seen at nursery on 10 November.", None),
    ("Ellie will be seen next week.", None),
    (
        "The plan asks that Ellie is seen at least once every 20 working days.",
        None,
    ),
    ("I asked whether Ellie was seen alone on 6 March.", None),
    (
        "If Ellie is not seen for longer than 20 working days, the manager decides.",
        None,
    ),
    ("Was Ellie seen alone?", None),
    ("Mother seen.", None),
    ("Donna was seen alone.", None),
    ("Kieran seen alone at school.", None),
    ("The children's bedroom was seen and was suitable.", None),
    ("Fridge and cupboards seen: food for several days.", None),
    ("Ellie has seen him at the pool.", None),
    ("Ellie saw her dad at the weekend.", None),
    ("Not seen on 6 or 13 March.", None),
    ("Not seen: Gavin Stallard", None),
    (
        "Ellie was last seen at about 17.45 and reported missing.",
        None,
    ),
    ("Ellie was seen by the paediatrician.", None),
    ("Nobody has seen the arrears letter.", None),
    ("Dad must not see the children.", None),
    ("Seen alone: not applicable", None),
    ("Child protection plan seen.", None),
    (
        "She said “I was not seen alone, Ellie was seen alone”.",
        None,
    ),
];

#[test]
fn sentences_say_seen_seen_alone_not_seen_or_nothing() {
    assert!(SEEN.len() >= 60);
    let wrong: Vec<_> = SEEN
        .iter()
        .map(|(sentence, expected)| (*sentence, *expected, seen_in(sentence)))
        .filter(|(_, expected, found)| expected != found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn words_that_deny_never_count_as_seen() {
    for (sentence, said) in SEEN {
        if matches!(said, Some(HowSeen::Not | HowSeen::NotAlone)) {
            assert!(!seen_in(sentence).unwrap().is_seen(), "{sentence}");
        }
    }
}
