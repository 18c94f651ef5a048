//! Whether an IP address is of the public Internet (RFC 9728 §7.7), by the same list as the relay of `serve`.

use std::net::{IpAddr, Ipv4Addr};

/// One block a line; the file says how it is read.
const LIST: &str = include_str!("special-addresses.txt");

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of the public Internet.
    Public,
    /// Of a network of its own, of this machine, or of no use to anybody.
    Private,
    /// Of the link, where clouds keep the credentials of their machines.
    LinkLocal,
}

/// What an address is; IPv4 inside IPv6 counts as what it carries.
#[must_use]
pub fn kind_of(address: IpAddr) -> Kind {
    let (bits, width) = bits_of(address);
    for line in LIST.lines() {
        let Some((kind, block)) = line.split_once(' ') else {
            continue;
        };
        if !contains(block, bits, width) {
            continue;
        }
        match kind {
            "public" => return Kind::Public,
            "private" => return Kind::Private,
            "link-local" => return Kind::LinkLocal,
            "carries" => return kind_of(carried(bits)),
            _ => {}
        }
    }
    if width == 32 {
        Kind::Public
    } else {
        Kind::Private
    }
}

fn bits_of(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(ip) => (u128::from(ip.to_bits()), 32),
        IpAddr::V6(ip) => (ip.to_bits(), 128),
    }
}

fn contains(block: &str, bits: u128, width: u32) -> bool {
    let Some((start, length)) = block.split_once('/') else {
        return false;
    };
    let (Ok(start), Ok(length)) = (start.parse(), length.parse::<u32>()) else {
        return false;
    };
    let (start, its_width) = bits_of(start);
    its_width == width && (start ^ bits) >> width.saturating_sub(length) == 0
}

#[allow(clippy::cast_possible_truncation)] // the last 32 bits are what is wanted
fn carried(bits: u128) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(bits as u32))
}

#[cfg(test)]
mod tests {
    use super::{Kind, LIST, contains, kind_of};

    /// The same table is read by the test of the relay's list.
    const TABLE: &str = include_str!("../../tests/fixtures/addresses.txt");

    #[test]
    fn every_address_of_the_table_is_what_the_table_says() {
        let rows = TABLE.lines().filter_map(|line| line.split_once(' '));
        let mut seen = 0;
        for (kind, address) in rows.filter(|(kind, _)| *kind != "#") {
            let expected = match kind {
                "public" => Kind::Public,
                "private" => Kind::Private,
                _ => Kind::LinkLocal,
            };
            assert_eq!(kind_of(address.parse().unwrap()), expected, "{address}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
    }

    #[test]
    fn every_block_of_the_list_can_be_read() {
        for line in LIST
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (_, block) = line.split_once(' ').unwrap();
            let (start, _) = block.split_once('/').unwrap();
            let (bits, width) = super::bits_of(start.parse().unwrap());
            assert!(contains(block, bits, width), "{line}");
        }
    }
}
