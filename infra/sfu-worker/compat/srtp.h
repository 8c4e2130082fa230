// The libsrtp 3 calls that mediasoup makes, over libsrtp 2.5 (what Debian 12 has).
//
// Three things differ between the two: the policy is an opaque object with setters instead of a struct,
// protect and unprotect take separate buffers for input and output, and one function has another name.
// The two versions' functions of the same name differ in their arguments, so here they are overloads.
#ifndef PRESS_GALLERY_SRTP_H
#define PRESS_GALLERY_SRTP_H

// libsrtp 2.5 has a struct of this name, libsrtp 3 an opaque pointer: move the old one out of the way.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

// Named by mediasoup in a table of messages; libsrtp 2.5 itself never returns them.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace pressGallery
{
	struct SrtpPolicy
	{
		srtp2_policy_t inner{};
		// The session copies the key when it is made, so it need live no longer than the policy.
		uint8_t key[SRTP_MAX_KEY_LEN]{};

		~SrtpPolicy()
		{
			// A plain memset on memory about to be freed is optimised away.
			volatile uint8_t* byte = key;

			for (size_t i{ 0 }; i < sizeof(key); ++i)
			{
				byte[i] = 0;
			}
		}
	};

	// libsrtp 2.5 works in place and appends: copy first, and see that the trailer fits.
	template<typename InPlace>
	inline srtp_err_status_t OutOfPlace(
	  InPlace&& inPlace, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t trailerLen)
	{
		if (inLen > static_cast<size_t>(std::numeric_limits<int>::max()) - trailerLen)
		{
			return srtp_err_status_bad_param;
		}

		if (inLen + trailerLen > *outLen)
		{
			return srtp_err_status_buffer_small;
		}

		if (in != out)
		{
			std::memmove(out, in, inLen);
		}

		auto len                     = static_cast<int>(inLen);
		const srtp_err_status_t err = inPlace(out, &len);

		if (err == srtp_err_status_ok)
		{
			*outLen = static_cast<size_t>(len);
		}

		return err;
	}
} // namespace pressGallery

using srtp_policy_t = pressGallery::SrtpPolicy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) pressGallery::SrtpPolicy();

	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->inner.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t err =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->inner.rtp, profile);

	return err == srtp_err_status_ok
	         ? srtp_crypto_policy_set_from_profile_for_rtcp(&policy->inner.rtcp, profile)
	         : err;
}

// mediasoup uses no master key identifier (MKI): one key a session.
inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* mki,
  size_t mkiLen)
{
	if (mki || mkiLen > 0 || policy->inner.key || keyLen + saltLen > sizeof(policy->key))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->inner.key = policy->key;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->inner.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size)
{
	policy->inner.window_size = size;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->inner));
}

// Both versions want the SSRC in network order, which is how mediasoup gives it.
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	return pressGallery::OutOfPlace(
	  [session](void* packet, int* len) { return srtp_protect(session, packet, len); },
	  in, inLen, out, outLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	return pressGallery::OutOfPlace(
	  [session](void* packet, int* len) { return srtp_unprotect(session, packet, len); },
	  in, inLen, out, outLen, 0);
}

// SRTCP's trailer is four bytes longer than SRTP's (the packet index and the encrypted flag).
inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	return pressGallery::OutOfPlace(
	  [session](void* packet, int* len) { return srtp_protect_rtcp(session, packet, len); },
	  in, inLen, out, outLen, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	return pressGallery::OutOfPlace(
	  [session](void* packet, int* len) { return srtp_unprotect_rtcp(session, packet, len); },
	  in, inLen, out, outLen, 0);
}

#endif
