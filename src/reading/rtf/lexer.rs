//! The bytes of rich text cut into what they mean: groups, control words, letters. It knows no word's meaning but `\bin`'s, whose bytes
//! are no text.

/// One thing that stands in rich text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\b0`: its name and its number.
    Word(&'a str, Option<i32>),
    /// `\~`: a control word of one sign.
    Symbol(u8),
    /// `\'e9`: a byte of a letter.
    Hex(u8),
    /// Bytes of letters.
    Bytes(&'a [u8]),
}

/// The longest name of a control word.
const NAME: usize = 32;

/// Hands out the tokens of rich text.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// The tokens of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Bytes from here on, as long as they are such.
    fn run(&mut self, most: usize, is: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(most).take_while(|&&byte| is(byte)).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn word(&mut self) -> Token<'a> {
        let name = self.run(NAME, |byte| byte.is_ascii_alphabetic());
        let name = std::str::from_utf8(name).unwrap_or_default();
        let is_negative = self.peek() == Some(b'-')
            && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        self.at += usize::from(is_negative);
        let digits = self.run(10, |byte| byte.is_ascii_digit());
        let number = std::str::from_utf8(digits)
            .ok()
            .filter(|digits| !digits.is_empty())
            .map(|digits| digits.parse::<i32>().unwrap_or(i32::MAX))
            .map(|number| if is_negative { -number } else { number });
        // One space after a control word ends it and is no text.
        self.at += usize::from(self.peek() == Some(b' '));
        if name == "bin" {
            let length = number.and_then(|number| usize::try_from(number).ok());
            self.at = self
                .at
                .saturating_add(length.unwrap_or(0))
                .min(self.bytes.len());
        }
        Token::Word(name, number)
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let sign = self.peek()?;
        if sign.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.at += 1;
        if sign != b'\'' {
            return Some(Token::Symbol(sign));
        }
        let digits = self.run(2, |byte| byte.is_ascii_hexdigit());
        let byte = std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        // A sign that lacks its figures is no letter.
        Some(byte.map_or(Token::Bytes(&[]), Token::Hex))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            match byte {
                b'{' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b'}' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'\\' => {
                    self.at += 1;
                    return self.control();
                }
                b'\r' | b'\n' | 0 => self.at += 1,
                _ => {
                    let letters = self.run(usize::MAX, |byte| {
                        !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0)
                    });
                    return Some(Token::Bytes(letters));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_letters_and_raw_bytes_are_told_apart() {
        let tokens: Vec<Token<'_>> =
            Lexer::new(b"{\\rtf1\\b0  x\r\ny\\'e9\\u-10179 ?\\~\\bin3 {}}\\'g}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("rtf", Some(1)),
                Token::Word("b", Some(0)),
                Token::Bytes(b" x"),
                Token::Bytes(b"y"),
                Token::Hex(0xe9),
                Token::Word("u", Some(-10179)),
                Token::Bytes(b"?"),
                Token::Symbol(b'~'),
                Token::Word("bin", Some(3)),
                Token::Bytes(b""),
                Token::Bytes(b"g"),
                Token::Close,
            ]
        );
    }

    #[test]
    fn it_ends_wherever_it_is_cut() {
        let whole = b"{\\rtf1\\bin99999999999 x\\'";
        for cut in 0..whole.len() {
            assert!(Lexer::new(&whole[..cut]).count() < 20);
        }
    }
}
