// Stands in for ankerl::unordered_dense (a faster hash map that Debian 12 does not package) with the
// standard containers. mediasoup uses only what both have in common: map, set and hash. The standard
// ones promise more (references stay valid on rehash), so code written for the other runs on them.
#ifndef PRESS_GALLERY_ANKERL_UNORDERED_DENSE_H
#define PRESS_GALLERY_ANKERL_UNORDERED_DENSE_H

#include <cstdint>
#include <functional>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	// std::hash of an integer is the integer itself. The worker combines such hashes of addresses and
	// ports that a remote side may choose, so mix them (SplitMix64's finisher), as the original does.
	template<typename T, typename Enable = void>
	struct hash : std::hash<T>
	{
	};

	template<typename T>
	struct hash<T, std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>>>
	{
		std::uint64_t operator()(T value) const noexcept
		{
			auto x = static_cast<std::uint64_t>(value) + 0x9e3779b97f4a7c15ull;

			x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
			x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;

			return x ^ (x >> 31);
		}
	};

	template<typename Key, typename Value, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense

#endif
